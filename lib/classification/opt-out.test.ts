import { expect, test } from 'vitest';
import { detectOptOut } from './opt-out.ts';

test.each([
  'STOP', 'stop', 'Stop.', 'STOP!!!', ' stop 🙏', 'ＳＴＯＰ', 'stoppp', 'S T O P', 's.t.o.p', 'Please stop', 'stop please, thanks', 'Stop stop stop', '"STOP"', 'S​TOP',
  'ЅТОР', 'STOP\n\nSent from my iPhone', 'Stop\nMaria', 'Stop.\n\nThanks,\nDana', 'QUIT', 'end', 'Revoke', 'opt out', 'OPT-OUT', 'optout', 'Cancel', 'UNSUBSCRIBE', 'unsubcribe', 'Unsuscribe please', 'unsubsribe',
  'stop all', 'Remove me', 'remove me please',
  'STOP. We already bought a place.', 'Please stop. I have asked before.', 'We found a house. Unsubscribe.',
  'please take me off your list', 'Take me off this mailing list', 'pls remove me from your email list', 'can you get me off of your texts list', 'Remove my number from your database', 'delete my number',
  'Do not contact me again', "don't contact me anymore", 'dont text me', 'Please do not text me again!', 'never call me again', 'DO NOT EMAIL ME', "Don't ever message me again",
  'Stop texting me', 'stop emailing', 'Please stop sending me these', 'stop sending me emails', 'quit texting me', 'Can you please stop calling me?', 'stop with the messages', 'Please stop all emails',
  'unsubscribe me', 'Please unsubscribe me from this', 'I want to unsubscribe', 'How do I unsubscribe?', 'Hi Ana, please unsubscribe', "I'd like to opt out", 'opt me out please', 'I wish to opt out of these texts',
  "I don't want any more emails", 'I no longer wish to receive these messages', 'I do not want to hear from you', "I don't want to be contacted", 'no more texts please', 'No more emails!',
  'leave me alone', 'Lose my number.', 'cancel my subscription', 'I revoke my consent to be contacted', 'Cease and desist', 'cease all communication', 'put me on your do not call list',
  'make these stop', 'How do I stop getting these?', "If you don't stop texting me I will report you. Stop texting me.", "We're not interested, please remove us from your list.", 'Thanks for everything but we signed with someone else. Please take us off your email list.',
  'ALTO', 'Alto!', 'BAJA', 'baja por favor', 'Parar', 'ya paren', 'Basta ya', 'cancelar', 'Dar de baja',
  'no me escriban más', 'No me escriba mas por favor', 'no me manden más mensajes', 'No me contacten de nuevo', 'no me vuelvan a llamar', 'Dejen de escribirme', 'deje de mandarme mensajes', 'Ya no quiero recibir correos',
  'Por favor quítenme de su lista', 'bórrenme de la lista', 'Elimíneme de su base de datos', 'Denme de baja', 'quiero darme de baja', 'borren mi número', 'cancelen mi suscripción', 'Déjenme en paz', 'no más mensajes', 'Ya no quiero que me llamen', 'No deseo ser contactada',
  'Please discontinue these emails', 'Stop w the texts', 'I told you to stop', 'I want off this list', 'We bought already so no need to keep texting us', 'get me off this list!!!', 'stop txting me', 'Favor de no contactarme', 'no contactarme más', 'take us off',
  'Stop\n\nOn Mon, Nov 16, 2026 at 9:02 AM Ana Ruiz <ana@example.com> wrote:\n> Would you like to see it on Thursday?',
])('%j asks us to stop', (text) => {
  expect(detectOptOut(text)).toBe('yes');
});

test.each([
  "don't stop sending", "Please don't stop sending me listings!", "Don't ever stop emailing these, I love them", 'never stop sending those pictures', 'stop by the open house', "We'll stop by the open house on Sunday", 'Can I stop by at 5?',
  "cancel Thursday's showing", 'Please cancel my appointment for Friday', 'I need to end my lease in May', 'end my lease', 'I quit my job', 'quit my job so financing has to wait', 'remove the dining set from the offer', 'Can they remove the carpet?',
  'Sounds great.\n\n> Reply STOP to opt out', 'Sounds great, see you then\n\nOn Tue, Nov 17, 2026 at 1:11 PM Team <t@example.com> wrote:\n> To unsubscribe, reply STOP', 'Yes please. Reply STOP to opt out of texts', 'Thursday works\n-- \nJo Park\nUnsubscribe | Privacy',
  'Thanks, Jordan. Reply STOP to opt out',   'Sounds good\n________________________________\nFrom: Team <t@example.com>\nSent: Monday\nTo: Jo\nSubject: 12 Elm\n\nReply STOP to unsubscribe', 'Is there a bus stop nearby?', 'The stop sign on the corner blocks the driveway', "It's a one-stop shop, love it", 'The end of the month works', 'Is the price at the end of the range?',
  'We want to opt out of the home warranty', 'Can we opt out of the inspection contingency?', 'remove me from the lease', 'please take my name off the offer', 'Please leave us a message', 'not interested anymore, thanks', 'We are not interested in that one', 'Could the seller stop the clock on the inspection?',
  "I couldn't stop thinking about the kitchen", "We won't stop looking until we find it", 'Call me when you can', 'Text me anytime', 'Why is it so high?', 'The cancellation fee, how much is it?', 'We revoke our offer', 'cancel the inspection, the seller fixed it', 'The kids quit soccer so weekends are free', "I don't want to miss it", "Don't call it a bedroom if it has no window", 'Does the HOA allow for more than one parking spot?', 'I want the emails with the floor plans too',
  'no dejen de escribirme', 'No dejes de mandarme opciones', '¿La renta baja en enero?', 'planta baja con patio', 'El precio es muy alto', 'Quiero cancelar la cita del jueves', '¿Para cuándo está disponible?', 'busco algo para mi familia', 'Sáqueme de dudas: ¿acepta mascotas?', 'no me interesa esa casa, busco más grande', '¿Hay parada de autobús cerca?', 'Basta con dos recámaras', 'no quiero casas en Aurora', 'termino mi contrato de renta en mayo', '', '👍',
])('%j does not', (text) => {
  expect(detectOptOut(text)).toBe('no');
});

test.each([
  "Don't call me before 9", "don't text me while I'm at work", "don't email me, text me instead", "Don't call me, I'll call you", 'Do not contact me until January', 'Please don’t contact me unless the price drops', 'stop sending me listings in Aurora', 'Stop sending houses over 500k',
  'You people never stop', "if you don't stop I will report this", 'wrong number', 'Sorry, wrong person', 'This is spam', 'who gave you my number?', 'I already unsubscribed', 'I am on the Do Not Call registry', 'Enough already', 'Cancel. Something came up on Thursday.', 'no more', 'Para', "don't contact my wife",
  'Tell the other agent to stop calling me', 'stop it', 'I did not sign up for this', 'número equivocado', 'no me llamen al trabajo', 'No me escriban los domingos', 'no me manden más casas en Aurora', 'ya no insistan', 'Stop\nby the open house on your way',
])('%j is for a person to read', (text) => {
  expect(detectOptOut(text)).toBe('maybe');
});

test.each([
  "'", '\u2019', '\u2018', '\u201b', '\u2032', '\u2035', '`', '\u00b4', '\u02b9', '\u02bb', '\u02bc', '\u02bd', '\u02bf', '\u02c8', '\u02ca', '\u02cb', '\u0374', '\u0384', '\u1fbd', '\u1fbf', '\u1ffd', '\ua78c', '\uff07', '\u0092',
].map((mark) => [`U+${mark.charCodeAt(0).toString(16).padStart(4, '0')}`, mark] as const))('%s is an apostrophe as people type it', (_, mark) => {
  const asked = ["Please don't email me again.", "I don't want any more emails", "don't contact me anymore"].map((text) => text.replace("'", mark));
  expect(asked.map(detectOptOut)).toEqual(['yes', 'yes', 'yes']);
  expect(["Please don't stop sending me listings!", "Don't call me before 9", "I'm not interested, stop"].map((text) => detectOptOut(text.replace("'", mark)))).toEqual(['no', 'maybe', 'yes']);
});

test('a long hostile text is read in bounded time', () => {
  const text = "don't you please stop texting me any more ".repeat(2000) + 'stop'.repeat(5000);
  const before = performance.now();
  detectOptOut(text);
  expect(performance.now() - before).toBeLessThan(2000);
});
