import { expect, test } from 'vitest';
import { neverBehind } from './clock.ts';

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
