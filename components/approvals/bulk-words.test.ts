import { expect, test } from 'vitest';
import { channelsWords, countOf, leftOf, messagesWords, namesWords, outcomeOf, portions } from './bulk-words.ts';

test('as many portions as are needed, none too large, none lost', () => {
  const all = Array.from({ length: 120 }, (_, i) => i);
  expect(portions(all).map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(portions(all).flat()).toEqual(all);
  expect(portions([])).toEqual([]);
});

test('what was refused is told by its reason, with whom', () => {
  const item = (id: string, message: string | null) => ({ id, ok: message === null, code: message && 'on_dnc', message });
  const outcome = outcomeOf([{ done: 1, refused: 1, items: [item('a', null), item('b', 'On the list.')] }, { done: 0, refused: 2, items: [item('c', 'On the list.'), item('d', 'It changed.')] }]);
  expect(outcome).toEqual({ doneIds: ['a'], refused: [{ message: 'On the list.', ids: ['b', 'c'] }, { message: 'It changed.', ids: ['d'] }] });
});

test('how many on each channel, and who', () => {
  expect(channelsWords([{ channel: 'email', count: 1200 }, { channel: 'whatsapp', count: 12 }])).toBe('1,200 by e-mail, 12 by WhatsApp');
  expect([namesWords(['Jo', 'Lee'], 2), namesWords(['A', 'B', 'C', 'D', 'E', 'F'], 9)]).toEqual(['Jo, Lee', 'A, B, C, D, E and 4 more']);
  expect(countOf([{ done: 1, refused: 0, items: [{ id: 'a', ok: true, code: null, message: null }] }])).toBe(1);
});

test('one reason is told once, whether it was known beforehand or met on the way', () => {
  const left = [{ message: 'It changed.', count: 3, leadNames: ['Jo', 'Lee', 'Ann'] }, { message: 'On the list.', count: 1, leadNames: ['Bob'] }];
  expect(leftOf([...left, { message: 'It changed.', count: 1, leadNames: ['Cid'] }])).toEqual([{ message: 'It changed.', count: 4, leadNames: ['Jo', 'Lee', 'Ann', 'Cid'] }, left[1]]);
});

test('one message is one', () => expect([messagesWords(1), messagesWords(1200)]).toEqual(['1 message', '1,200 messages']));
