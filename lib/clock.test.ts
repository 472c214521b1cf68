import { expect, test } from 'vitest';
import { duration, exactDuration, neverBehind } from './clock.ts';

test('a clock that is set back stands still until it has caught up with what is recorded', () => {
  let wall = 1000;
  let recorded = 0;
  const clock = neverBehind({ now: () => wall, monotonicMs: () => 7 }, () => recorded);
  expect(clock.now()).toBe(1000);
  recorded = 1000;
  wall = 400;
  expect(clock.now()).toBe(1000);
  wall = 1001;
  expect(clock.now()).toBe(1001);
  expect(clock.behindMs?.()).toBe(0);
  wall = 400;
  expect(clock.behindMs?.()).toBe(600);
  expect(clock.monotonicMs()).toBe(7);
});

test('a length of time in words', () => {
  const hour = 3_600_000;
  expect([-5, 900, 59_001, 90_000, 2 * hour, 36 * hour, 400 * 24 * hour].map(duration)).toEqual(['0 s', '1 s', '60 s', '2 min', '2 h', '2 d', '400 d']);
});

test.each([[0, '0 s'], [1500, '1.5 s'], [90_000, '90 s'], [180_000, '3 min'], [5_400_000, '90 min'], [86_400_000, '24 h'], [172_800_000, '2 d'], [180_000_000, '50 h']])('%d ms are told as they were set: %s', (ms, words) => {
  expect(exactDuration(ms)).toBe(words);
});
