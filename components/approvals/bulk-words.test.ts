import { expect, test } from 'vitest';
import { lots, messagesWords, outcomeOf } from './bulk-words.ts';

test('as many lots as are needed, none too large, none lost', () => {
  const all = Array.from({ length: 120 }, (_, i) => i);
  expect(lots(all).map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(lots(all).flat()).toEqual(all);
  expect(lots([])).toEqual([]);
});

test('what was refused is told by its reason, with whom', () => {
  const item = (id: string, message: string | null) => ({ id, ok: message === null, code: message && 'on_dnc', message });
  const outcome = outcomeOf([{ done: 1, refused: 1, items: [item('a', null), item('b', 'On the list.')] }, { done: 0, refused: 2, items: [item('c', 'On the list.'), item('d', 'It changed.')] }]);
  expect(outcome).toEqual({ doneIds: ['a'], refused: [{ message: 'On the list.', ids: ['b', 'c'] }, { message: 'It changed.', ids: ['d'] }] });
});

test('one message is one', () => expect([messagesWords(1), messagesWords(1200)]).toEqual(['1 message', '1,200 messages']));
