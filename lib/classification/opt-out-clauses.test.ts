import { expect, test } from 'vitest';
import { detectOptOut } from './opt-out.ts';

// Written down before the clauses were read: wordings as people type them, not as the tables spell them.

test.each([
  // A word of refusal, and the word.
  'no thanks, stop', 'nope stop', 'Stop, not interested', 'I am not interested please stop', 'go away and stop', 'No. Stop.', 'nah, stop pls', 'Nope. STOP!', 'Stop — not interested', 'STOP 🛑 not interested',
  'Not interested. Stop.', 'stop not interested', 'not interested stop', 'Not interested, stop texting', 'STOP (not interested)', 'Stop: not interested', 'stop\nnot interested', 'Not interested\nSTOP', 'Enough. Stop.', 'No more. Stop.',
  'No thanks, unsubscribe', 'Not interested, remove me', 'not interested, please remove', 'not interested take me off your list', 'Not interested. Lose my number.', 'leave me alone, stop', "Sorry we're not interested anymore, stop",
  // A reason, and the word.
  'STOP - I bought a house', 'stop; wrong number', 'wrong number stop', 'Wrong number. Stop.', 'stop wrong number', 'Stop, we found a home', 'Stop, I already have an agent', 'Unsubscribe - bought already', 'stop now or I will report you', 'STOP, this is harassment',
  // Courtesy and names around it.
  'Stop thanks Maria', '🛑 stop', 'Hi Ana, stop', 'Hello, please stop. Thank you.', 'hey stop', 'Sorry, stop', 'Thanks but stop', 'Stop, thank you', 'Please stop, Maria', 'Stop, Maria', 'Thanks, stop. Maria', 'stop, thx, Dave', 'STOP. Maria Lopez', 'Ana, please stop',
  'Yes, stop', 'yes stop please', 'Ok stop', 'just stop', 'stop already', 'Stop right now', 'stop immediately', 'please please stop', 'Good morning, stop please', 'unsubcribe, thanks',
  // Spelling, scripts, repetition.
  'stp', 'sotp', 'Stpo', 'stopp', 'STOPP!', 'un-subscribe', 'Un subscribe me please', 'unsub', 'unsubscribe!!', 'S T O P, not interested', 'S-T-O-P', 'ＳＴＯＰ, not interested', 'ｕｎｓｕｂｓｃｒｉｂｅ', 'ЅТОР, no thanks', '"STOP".', '*stop*', 'stop/unsubscribe', 'STOP STOP STOP PLEASE',
  'stop, stop, stop', 'stop end quit', 'Stop, unsubscribe', 'Stop.Not interested',
  // About messages.
  'enough emails', 'pls end this', 'stop texts', 'stop messages please', 'Stop the emails, thanks', 'end messages', 'End these texts', 'cancel texts', 'cancel the messages', 'quit emailing me', 'stop this', 'Please stop this', 'Stop everything', 'stop sending', 'Stop writing', 'stop writing to me',
  'please cease', 'stop contacting this number', 'stop mailing me', 'stop pinging me', 'stop reaching out', 'stop blowing up my phone', 'enough messages', 'Enough with the texts', 'enough of these emails', 'No more messages', 'no more of these texts', 'no more calls or texts', 'No texts please',
  'end my subscription', 'stop my subscription', 'I want to stop receiving these texts', 'I would like to stop getting your emails',
  // Do not.
  'Do not send anything else', "Don't message again", "don't contact", 'Do not text', 'do not call this number', 'please do not contact again', "don't write again", "don't bother me again", "Don't reach out again", 'do not send more messages', "don't send any more texts", "don't send me anything",
  'do not send me anything else', "Don't ever text here again", 'never text again', "Thanks, but please don't contact us again.",
  // Name, number, list.
  'take my name off', 'lose this number', 'forget my number', 'remove this number', 'Remove number from list', 'please remove my name', 'take my number off', 'take me off please', 'Take us off this', 'get me off', 'off your list please', 'take my name off your list', 'leave us alone please',
  // Asked for it.
  'I want you to stop', "I'm asking you to stop", "I've asked you to stop", 'can you stop', 'Could you please stop?', 'would you stop', 'Can you guys stop texting', 'you need to stop', 'I already said stop', 'I replied STOP twice already', 'make it stop', 'I opt out', 'opting out', 'opt-out please, thank you',
  'Please opt me out. Thanks', 'I revoke', 'revoke consent',
  // Neighbours write STOP as well.
  'bitte stop', 'Stop bitte', 'Nein danke, stop', 'Stop, kein Interesse', 'STOP danke', 'Stop svp', 'Non merci, stop', "stop s'il vous plaît", 'Stop merci', 'Não obrigado, stop', 'STOP por favor, obrigado',
])('%j asks us to stop', (text) => {
  expect(detectOptOut(text)).toBe('yes');
});

test.each([
  'no me interesa, pare', 'No gracias, basta', 'basta', 'pare', 'Pare por favor', 'para ya', 'Ya para', 'Paren ya', 'Alto, por favor', 'Alto, no me interesa', 'No me interesa. Alto.', 'no gracias, stop', 'Stop, no me interesa', 'stop gracias', 'STOP ya compré casa', 'no me escriba', 'no me escriban por favor',
  'No me llame', 'no me llamen más', 'No me llames', 'no me marquen', 'dar de baja', 'darme de baja por favor', 'Me quiero dar de baja', 'me pueden dar de baja', 'Quiero que me den de baja', 'cancelar suscripción', 'Cancelar mi suscripción', 'elimíneme', 'Elimínenme de la lista', 'quíteme de la lista', 'quiten mi número',
  'borrar mi número por favor', 'no molestar', 'no molesten', 'No escriban más', 'no vuelvan a llamarme', 'no manden más', 'Ya no me escriban', 'ya no me manden nada', 'No me interesa, no escriban', 'no quiero más mensajes', 'déjeme tranquila', 'Número equivocado, pare', 'Ya no quiero que me hablen',
  'que me quiten de la lista', 'Pare, gracias, María', 'Hola, pare por favor', 'desuscribirme', 'detengan los mensajes',
])('%j pide que no escribamos', (text) => {
  expect(detectOptOut(text)).toBe('yes');
});

test.each([
  'enough', 'no stop', 'go away', 'get lost', 'fuck off', 'f off', 'stop that', 'stop it please', 'quit it', 'Stop Maria', 'hi ana stop', 'stop, maria', "I've had it with this please stop", 'Stop! I have a question about the roof', 'stop for now', 'Stop until January', 'never again', 'I never signed up for this', "I didn't ask for this",
  'why do you keep texting me', 'this needs to stop', 'no calls please', 'No messages, thanks', 'No calls please, text me instead', 'I want to cancel my Zillow subscription', 'unsubscribe me from Zillow', "don't send anything before Friday", "Don't email but texting is ok", "Don't stop emailing but stop calling me", 'take me out', 'cancel this', 'cancel everything',
  "I'm done with these messages", 'I want nothing to do with you', "not interested, don't reply", 'stop texting so late', 'Stop sending condos', 'please remove me from the showing on Friday and stop texting my wife', "I'm on the DNC", 'you keep harassing me', 'STOP calling my mother', 'can you stop for a while', 'No thanks, cancel',
  'Not interested, cancel', 'Stop, look at this house!', 'When you get to the gate, please stop', 'I do not consent to this', 'ya no más', 'no más', 'no insista', 'para por favor', '¿Quién les dio mi número?', '¿Por qué me escriben?', 'darme de baja de Zillow',
])('%j is for a person to read', (text) => {
  expect(detectOptOut(text)).toBe('maybe');
});

test.each([
  "don't stop sending", 'stop by the open house', "cancel Thursday's showing", 'end my lease', 'quit my job', 'remove the dining set from the offer', 'Reply STOP to opt out', 'Thursday works. To opt out, reply STOP', 'ok!\nText STOP to end', 'See you then. To unsubscribe reply STOP', 'Responda ALTO para cancelar', 'Great!\n> STOP',
  'we can stop at the bank first', 'the bus stop is close', 'non-stop rain', 'full stop', 'can you end the listing photos with the garden?', 'please remove me from the showing on Friday, I will take Saturday', "please don't stop", "No, don't stop", "don't stop, I love these", 'Never stop!', "Hey don't stop", 'Hey Dont stop',
  'We stopped at the house yesterday', 'It has to stop raining first', "The rain won't stop", 'Next stop: closing', 'First stop, the bank', 'truck stop', 'one stop shop', 'Does the bus stop here?', "Let's stop and look at the garden", 'We drove by and did not stop', "I'll stop in after work", 'Can you stop by and drop the keys?',
  'Please stop by at noon', 'please stop at the gate', 'Stop over at ours first', 'a stop light', 'stop-and-go traffic nearby?', 'the doorstop is broken', 'Where does the road end?', 'Dead end street, perfect', 'West end, two bedrooms', 'end unit please', 'End Unit, please', 'weekend works', 'the end of May', 'Our lease ends in June',
  'Can we cancel the inspection?', 'Please cancel my tour', 'I will have to cancel, can we do Friday instead?', 'quit smoking so no balcony needed', 'Is that a quitclaim deed?', 'We may revoke our contingency', 'Can they remove the shed?', 'please remove the lien first', 'take my name off the deed', 'remove my wife from the loan',
  'No thanks', 'no thanks, not interested', 'Not interested', 'nope', 'Not interested in that one, stop by Saturday with another', 'enough room for two cars', 'Is there enough parking?', 'not enough emails! send more', 'We have seen enough to make an offer', 'no more than 400k', 'no more than three bedrooms', 'Do not send the contract yet',
  "Don't send it to the seller yet", "don't call the seller yet", 'do not disturb the tenant', "Don't worry about the email", 'do not sign anything yet', "don't go away, I will be back", 'text me the address', 'Email me the list', 'Send me more messages like this', 'I love this list', 'leave the keys with the agent',
  "I don't want to lose my number one choice", 'No need to reply', 'My name is on the list, right?', 'We bought it', 'Wrong house, I meant 12 Elm',
])('%j does not', (text) => {
  expect(detectOptOut(text)).toBe('no');
});

test.each([
  'No gracias', 'no me interesa', '¿Cuándo baja el precio?', 'planta baja, por favor', 'Para mi esposa', '¿Para quién es?', 'Es para ya', 'techo alto, me gusta', 'Me interesa', 'no pare de mandarme opciones', 'no dejen de escribir', 'cancelar la visita del viernes', 'quiero cancelar mi cita', 'quiten la alfombra',
  'eliminar la cocina', 'basta con una visita', 'El fin de semana', 'quiero dar de baja la luz', 'no me interesa la de Pearl, pero sí la otra', 'Ya no, gracias', 'pare en la esquina', '¿Hay parada cerca?', 'Sigan mandando mensajes', 'Llámeme el lunes',
])('%j no lo pide', (text) => {
  expect(detectOptOut(text)).toBe('no');
});

// Written down in three rounds after the tables stood, to see what the tables had not been made for.

test.each([
  'Stop. We went with another agent.', 'No more please, stop', 'stop - already sold', 'STOP!! I told you already', 'Ugh stop', 'Hi, this is Dana. Please stop. Thanks', 'Please stop these', 'ok enough, stop',
  'STOP\n\nDana Whitfield\n303-555-0199', 'stop.\nthx', 'unsubscribe, not interested', 'Please unsubscribe, thanks Bob', 'no thank you. unsubscribe', 'No, thank you, stop', 'not intrested stop', 'Not interested at all, please stop',
  'not looking anymore, stop', 'we are no longer looking, please stop', 'I have a realtor. Stop.', 'I have a realtor, please stop texting', 'Wrong person, stop', 'this is the wrong number, stop', 'quit it, stop',
  'remove me please, not interested', 'take me off, not interested', 'Stop contacting', 'please do not text this number', 'do not text or call me', 'Don’t text me', 'pls dont msg me', 'dont email me again', 'Do not ever contact me again',
  "please don't send me any more messages", "don't send me texts", 'quit sending me stuff', 'stop with these texts', 'stop all messages', 'Stop all contact', 'no further contact please', 'no more messages pls', 'i dont want ur texts',
  'I don’t want these messages', 'I do not wish to receive any more emails', 'Take my number off your list', 'Please get my name off your list', 'remove my phone number please', 'delete my info', 'Erase my number', 'please take us off',
  'I said stop', 'I said STOP!', 'I told you to stop', 'Please opt out', 'optout please', 'Opt me out', 'STOP ALL', 'StOp', 'Stop!!!!!!', 'stop stop', 'stop…', '(stop)', 'stop :)', 'stop 😡', 'S.T.O.P.', 'unsubscrbe', 'unsubsrcibe',
  'UNSUBSCRIBE ME', 'un sub', 'Cancel messages', 'End', 'QUIT!', 'revoke', 'stop, por favor', 'para de escribirme', 'ya no me manden mensajes', 'no quiero recibir mensajes', 'no me envíe más mensajes', 'Sáqueme de su lista', 'bórreme',
  'basta ya por favor', 'No, pare', 'No gracias. Pare.', 'no me llame más', 'No me vuelva a escribir', 'ya basta, no me escriban', 'deje de llamarme', 'quiero cancelar la suscripción', 'Alto', 'ALTO!!', 'no estoy interesada, pare',
  'Ya compramos, paren', 'me dan de baja por favor', 'Por favor denme de baja', 'Arrêtez, stop', 'Stop, danke', 'STOP, pas intéressé', 'Kein Interesse. Stop.', 'hi please stop', 'Stop it now', 'Not interested!! Stop!!',
  'no. unsubscribe me', 'stop, thats enough', 'stop we already bought', 'sorry wrong number please stop', 'Please quit', 'quit please', 'pls unsubscribe', 'unsubscribe me from everything', 'Thanks for the info, please unsubscribe',
  'stop. Not interested. Do not text.', 'STOP/NO', 'Stop, no more', 'stop i have an agent already', 'Stop we are not selling', 'im not selling, stop', 'we are not selling our house. stop', 'House is not for sale. Stop',
  'Please stop. We are not interested in selling.', 'I have asked you to stop texting me', 'take me off your call list', 'Please take my name and number off your list', 'Do not call or text', 'Never contact me again',
  'please do not email', 'don’t call me again', 'no mas textos por favor', 'Ya no me llamen por favor', 'no me vuelvan a mandar nada', 'No gracias stop', 'basta, no me interesa', 'Por favor, no me escriban', 'Quítenme de esa lista',
  'no deseo recibir más información', 'dejen de mandar mensajes', 'ALTO por favor', 'stop por favor', 'END TEXTS', 'opt - out', 'Stop msg', 'stop msgs', 'stop sending msgs', 'stop send', 'stop text me', 'stop, we are good',
  'Hello Ana, please stop. Not interested.', 'Pls stop thx', 'Please remove, not interested', 'Not for me, stop', 'Nope not interested stop', 'stop. never asked for this', 'STOP. New number', 'Please stop. I am not the owner',
  'stop text messages', 'Please quit texting', 'Stop bugging me', 'I’d like to unsubscribe', 'Kindly unsubscribe', 'Kindly remove me from your list', 'Please delete my contact info', 'Do not message me', 'dont contact me', 'No more msgs',
  'thanks we found something, stop', 'We found something already, please stop', 'please take me off ur list', 'im not interested stop texting me', 'cancel my email alerts', 'stop y gracias', 'no gracias, ya compramos, paren',
  'no me manden mensajes', 'no me escribas más', 'quiero que dejen de escribirme', 'pare de llamar', 'no quiero que me escriban', 'Por favor bórreme de la lista', 'STOP, non merci', 'Stop, por favor', 'I need you to stop',
  'u need to stop', 'do not ever text me', 'cease all contact', 'Never message me again!!', 'get me off your list now',
])('%j asks us to stop as well', (text) => {
  expect(detectOptOut(text)).toBe('yes');
});

test.each([
  'Im good stop', 'please leave me be', 'knock it off', 'give it a rest', 'cut it out', 'enough is enough', 'I will block this number', 'take a hint', 'not your customer, bye, stop', 'I keep getting these, make them stop',
  'How many times do I have to say stop', 'stop dude', 'STOP bothering my wife', 'I would rather not be contacted', 'please respect my wishes and do not write', 'can u not text me', 'can you not text me',
  'Not sure how you got my info, please remove it', 'I would prefer not to receive these', 'Please remove my email', 'unsubscribed', 'I have unsubscribed twice', 'Your unsubscribe link does not work',
  "I'd like to opt out, the link below does not work", 'trying to unsubscribe but the link here is broken', 'please lose my contact', 'no solicitation', 'no soliciting please', 'No thanks. Do not follow up.', 'please no follow ups',
  'Do not follow up again', 'You have been reported', 'ya déjenme', 'ya déjeme', 'no moleste', 'no quiero nada, gracias, no insista', 'no me busquen', 'olviden mi número', 'cancelen todo', 'quítenme',
  'stop sending these to my work email', 'Stop! Wrong Maria', 'no longer at this number', 'this number belongs to someone else', 'dead number? stop', 'He passed away, please stop', 'My mother died, please take her off the list',
  'Please remove her from your list', 'Text STOP', 'txt stop', 'STOP 2', 'who dis? stop', 'buzz off', 'please go away', 'stahp', 'STOOOP it', 'Stop. Just stop.', 'why am I getting these', 'delete', 'block',
  'I have no interest in hearing from you', 'no me molesten', 'déjense de molestar', 'ya párenle', 'No sé quién es, pare', 'stop or else', 'I said no', 'leave me tf alone', 'not Maria. stop', 'this is a work phone, stop',
  'please remove 303-555-0100', 'stop 🤬🤬 for real', 'bro stop', 'thats enough', 'I am unsubscribing', 'off the list please', 'please remove my address from your mailing', 'keep me off your list', 'Take this number out of your phone',
  'I do not want to be part of this', 'You are texting the wrong guy', 'no reply needed, just remove me', 'cancel, not interested', 'Lose this email', 'get off my phone', 'do not mail me anymore',
  'No longer need your help, please stop everything', 'we do not need any more listings', 'no more listings please', 'stop listings', 'please end', 'I am done, remove me from this', 'wrong guy bro', 'no hablo con usted, no insista',
  'stop being so pushy', 'lay off', 'stop w this', 'I asked you not to text', 'did I not say stop?', 'quit now', 'Stop, it is 3am', 'not now stop', 'take me off the texts', 'too many emails', 'too many messages, stop some',
  'You text too much', 'please slow down with the texts', 'I have to unsubscribe', 'no contact', 'sin mensajes por favor', 'demasiados mensajes', 'no textos', 'no llamadas por favor',
])('%j is at least for a person', (text) => {
  expect(detectOptOut(text)).not.toBe('no');
});

test.each([
  'Can we stop by Saturday at 2?', 'Just stop in whenever', 'I had to stop the car to take a picture', 'What stops are near it?', 'is there a bus stop', 'We want to put a stop to the water leak', 'The gutter end cap is missing',
  'at the end of the day we love it', 'Yes, end of month', 'Weekend?', 'I might cancel my other showing', 'They cancelled our appraisal', 'No, Saturday', 'no, the other one', 'no thanks, we will wait', 'Sorry, not interested in condos',
  'We are not interested in the condo but the house yes', 'remove the contingency please', 'Could you remove the pet clause?', 'I quit smoking', 'quit playing, that price is great', 'Enough with the snow lol', 'That is more than enough',
  'take your time', 'take the sign off the lawn', 'get me in this week', 'get me the list', 'off market?', 'Is it off the market', 'send anything you have', 'Do not wait', 'please do not reply all', 'don’t forget the list',
  'no need to call, email is fine to send the docs', 'No more questions, thanks!', 'no more rain please', 'No emails yet, did you send it?', 'no messages from the lender yet', 'I did not get any emails', 'I never received your text',
  'I end up working late', 'stop sign', 'STOP sign at the corner', 'a full stop at the light', 'Non-stop flights from DEN', 'The listing says stop, what does it mean', 'para el sábado', 'Para mí está bien', 'pare mientes',
  'el alto de la casa', 'la baja de precio', 'cancelar no, solo mover la cita', 'basta de nieve jaja', 'fin de semana', 'no, gracias a usted', 'Ya paró la lluvia', 'no me llamó nadie', 'No me mandaron el correo',
  'no me escribió el banco', 'quiero que me manden más', 'quitar la cerca', 'elimina la cláusula', 'We passed on it', 'I am done with work at 5', 'all set, see you', 'Leave it with me', 'the seller will not budge',
  'Is the kitchen end of life?', 'Let me know if I should stop the pre-approval', 'should I stop my lease?', 'my lease stops in May', 'I got the text', 'Thanks, Stop & Shop is near?', 'Delete the last line of the offer please',
  'We will end up paying cash', 'Stop me if I am wrong but is it 3 beds?', 'the kids will not stop asking for the pool', 'It is a must stop', 'pit stop then your office', 'We are at the last stop', 'stop worrying, we love it',
  'Please keep sending', 'keep them coming', 'Can you cancel the Friday one and do Monday?', 'Cancel Friday, do Monday', 'quit claim is fine', 'Remove Saturday, keep Sunday', 'I want out of my lease', 'End of story, we love it',
  'no, send more', 'No thanks, only condos', 'nope, still looking', 'nah the blue one', 'not interested in Aurora, but yes in Denver', 'Can the seller remove the tree?', 'Take me through the steps', 'take us to the house',
  'get me a price', 'drop me off at the office first', 'leave us the key', 'can you call me and not text? I drive', 'No calls during work? ok', 'I do not want a condo', 'I do not need financing', 'we do not want to stop looking',
  'Enough about me', 'He told me to stop by', 'We told the bank to wait', 'The mail stops at noon there', 'Does the train stop near?', 'Stop by anytime', 'Stop by? Sure', 'We could stop, say, at 4 at the house',
  'I am done deciding, we want it', 'no more waiting, let us offer', 'wrong date, I meant Friday', 'Wrong link', 'the address is wrong', '¿Me pueden llamar?', 'no me diga', 'quiero dar un enganche', 'La casa baja mucho de precio',
  'piso alto o bajo', 'parar en la casa el sábado', 'basta decir que nos encantó', 'no más de 300 mil', 'ya no hay más?', 'no quiero perderla', 'no quiero esa', 'no me llegó el correo', 'Stop on by whenever', 'Stop there first',
  'The stop is on 5th', 'stop looking at others, this is the one', 'Please put my name on the list', 'Could you end the lease early?', 'The lease will end', 'Is there a weekend slot?', 'no contact lens store nearby lol', 'Please text me',
  'please call', 'No rush', 'no problem', 'no worries, thanks', 'Nope, all good', 'not yet', 'we are all set for Friday', 'we are good for 5pm', 'I said yes', 'Remove my contingency', 'delete the second photo', 'can they end the HOA',
  'I got your texts, thanks', 'got your message', 'thanks for the messages', 'enough time?', 'too many stairs', 'Too many people at the open house', 'wrong door code', 'no me digas, que bonita', 'me gusta, no pare',
  'Mi número es 303-555-0101', 'cambie mi número', 'quite la foto', 'la última parada', 'para mayo', 'Salir a las 5', 'no puedo ir', 'no alcanzo, mañana?', 'We would rather not tour today', 'I would prefer not to drive far',
  'can you not do Friday?', 'Do not list it yet', 'do not message the seller yet', 'Don’t text the seller', 'remove them from the list of finalists',
])('%j is none', (text) => {
  expect(detectOptOut(text)).toBe('no');
});

test.each([
  'Cancel - Pearl Street', 'Stop - Pearl Street', 'Cancel, something came up', 'Quit, this is too much', 'Corner, End', 'Do I reply STOP?', 'please take me off the offer, and stop texting me', 'haha stop', 'I can not unsubscribe',
])('%j is a matter of doubt', (text) => {
  expect(detectOptOut(text)).toBe('maybe');
});

test.each([
  'Yes.\nSTOP to opt out', 'Msg&data rates may apply. STOP to end, HELP for help', 'no pare', 'Bus Stop', 'Stop by the house, Maria',
])('%j is about something else', (text) => {
  expect(detectOptOut(text)).toBe('no');
});
