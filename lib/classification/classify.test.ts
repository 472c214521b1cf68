import { expect, test } from 'vitest';
import { classify } from './classify.ts';

const read = (text: string, subject: string | null = null) => classify({ text, subject, channel: 'email' }, null);

test.each([
  ['Can we see the house on Elm St tomorrow?', 'viewing', 'hot', 'en'],
  ['hi wanna veiw the condo this weekend pls', 'viewing', 'hot', 'en'],
  ['We would like to make an offer. We are preapproved.', 'offer', 'hot', 'en'],
  ["I can't make it Thursday, can we do Friday?", 'reschedule', 'hot', 'en'],
  ['cancel Thursday\'s showing please, kid is sick', 'reschedule', 'hot', 'en'],
  ['How much are they asking for it?', 'price', 'warm', 'en'],
  ['hw much is the hoa fee?', 'price', 'warm', 'en'],
  ['Is it still available?', 'availability', 'warm', 'en'],
  ['What down payment would we need for an FHA loan?', 'financing', 'warm', 'en'],
  ['what is my place worth these days', 'valuation', 'warm', 'en'],
  ['We are thinking about selling our house next spring', 'selling', 'cold', 'en'],
  ['Thinking about selling our townhouse', 'selling', 'warm', 'en'],
  ['Does it have a basement?', 'question', 'warm', 'en'],
  ['ok thanks so much!', 'thanks', 'unknown', 'en'],
  ['Thanks!! See you then', 'thanks', 'unknown', 'en'],
  ['Wednesday please, 5:30. There will be six of us.', 'viewing', 'hot', 'en'],
  ['El domingo a las 11 nos queda bien, gracias', 'viewing', 'hot', 'es'],
  ['How much do you charge?', 'question', 'warm', 'en'],
  ['were going to pass on that one', 'not_interested', 'cold', 'en'],
  ['👍', 'thanks', 'unknown', 'en'],
  ['Not interested anymore, sorry', 'not_interested', 'cold', 'en'],
  ['We bought a place in Golden last week.', 'not_interested', 'cold', 'en'],
  ['Please take me off your list', 'opt_out', 'cold', 'en'],
  ['¿Podemos ver la casa este sábado?', 'viewing', 'hot', 'es'],
  ['Cuanto cuesta la de la calle Pearl', 'price', 'warm', 'es'],
  ['Buenas tardes, ¿sigue disponible la casa?', 'availability', 'warm', 'es'],
  ['no me interesa, gracias', 'not_interested', 'cold', 'es'],
  ['muchas gracias!', 'thanks', 'unknown', 'es'],
  ['no me escriban más', 'opt_out', 'cold', 'es'],
  ['asdkjh qwe', 'other', 'unknown', 'en'],
] as const)('%s', (text, intent, temperature, language) => {
  const found = read(text);
  expect([found.intent, found.temperature, found.language]).toEqual([intent, temperature, language]);
});

test('reasons quote what was written', () => {
  expect(read('Could we tour the house today?').reasons.join('\n')).toMatch(/wants to see a place: “Could we tour the house”[\s\S]*is in a hurry: “today”/);
});

test('what is quoted from us counts for nothing', () => {
  expect(read('ok thanks\n\nOn Mon, Nov 16, 2026 at 9:02 AM Ana <ana@example.com> wrote:\n> Would you like to make an offer today?').intent).toBe('thanks');
});

test('the subject of a first message counts, that of an answer does not', () => {
  expect(read('Jo Park, 555-0100', 'Is 12 Elm still available').intent).toBe('availability');
  expect(read('Jo Park, 555-0100', 'Re: Is 12 Elm still available').intent).toBe('other');
});

test('a doubtful opt-out lowers the confidence and is said first', () => {
  const found = read("Can we see it tomorrow? And don't call me before 9");
  expect(found.optOut).toBe('maybe');
  expect(found.reasons[0]).toContain('may be asking not to be contacted');
  expect(found.confidence).toBeLessThan(read('Can we see it tomorrow?').confidence);
});

test('confidence stays between 0 and 1 and the answer is the same each time', () => {
  for (const text of ['', '?', 'today asap cash buyer we love it call me offer', 'just browsing no rush too expensive']) {
    expect(read(text).confidence).toBeGreaterThanOrEqual(0);
    expect(read(text).confidence).toBeLessThanOrEqual(1);
    expect(read(text)).toEqual(read(text));
  }
});
