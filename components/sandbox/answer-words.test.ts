import { expect, test } from 'vitest';
import { asTyped, effectSentence, plannedWords } from './answer-words.ts';

const plain = (name: string) => ({ name, retryAfterSeconds: null });

test('what is answered next is told in its order, with the wait it asks for, and alike ones are counted', () => {
  expect(plannedWords([plain('131047'), plain('131047'), { name: '130429', retryAfterSeconds: 3600 }, plain('131047')])).toBe('2 × 131047, then 130429, asking for 3,600 s, then 131047');
});

test.each([['35', 35], [' 7 ', 7], ['many', 'many'], ['1e3', '1e3'], ['-1', -1], ['2.5', 2.5], ['', '']])('%j is given on as %j: nothing that is no number becomes one, or nothing', (text, given) => {
  expect(asTyped(text)).toBe(given);
});

test('that a wait makes a channel rest at once is said only where one can be named', () => {
  const says = (mayNameWait: boolean) => effectSentence({ effect: 'rests_if_repeated', mayNameWait });
  expect([says(true).endsWith('With a wait it rests at once.'), says(false).includes('With a wait')]).toEqual([true, false]);
});
