import { expect, test } from 'vitest';
import { makeIds } from './ids.ts';

const bytes = (...all: number[]) => () => Uint8Array.from(all);

test('the time, then 80 bits of which the first is free', () => {
  expect(makeIds(() => 0, bytes(255, 255, 255, 255, 255, 255, 255, 255, 255, 255)).next('apr')).toBe('apr_0000000000fzzzzzzzzzzzzzzz');
  expect(makeIds(() => 2 ** 48 - 1, bytes(0, 0, 0, 0, 1, 0, 0, 0, 0, 66)).next('lea')).toBe('lea_7zzzzzzzzz00000000g0000011');
});

test('within a millisecond, and when the clock steps back, they count up, also beyond what the lower half holds', () => {
  let now = 5;
  const ids = makeIds(() => now, bytes(0, 0, 0, 0, 1, 255, 255, 255, 255, 252));
  expect([ids.next('msg'), ids.next('msg'), ids.next('msg')]).toEqual(['msg_000000000500000000zzzzzzzy', 'msg_000000000500000000zzzzzzzz', 'msg_00000000050000000100000000']);
  now = 4;
  expect(ids.next('msg')).toBe('msg_00000000050000000100000001');
});

test('thousands made at once differ and sort in the order they were made', () => {
  const ids = makeIds(Date.now);
  const made = Array.from({ length: 5000 }, () => ids.next('apr'));
  expect(new Set(made).size).toBe(5000);
  expect([...made].sort()).toEqual(made);
});
