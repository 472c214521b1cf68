import { expect, test } from 'vitest';
import { readOrder } from './order.ts';

const there = ['crash', 'race'];

test.each([
  [['crash'], { ok: true, campaign: 'crash', n: null, seed: null }],
  [['race', '--n', '30', '--seed', '4294967295'], { ok: true, campaign: 'race', n: 30, seed: 4294967295 }],
  [['--seed=0', '--n=5', 'crash'], { ok: true, campaign: 'crash', n: 5, seed: 0 }],
])('%j is understood', (words, asked) => {
  expect(readOrder(words, there)).toEqual(asked);
});

test.each([
  [[], 'Which campaign?'],
  [['flood'], 'There is no campaign “flood”.'],
  [['crash', 'race'], 'One campaign at a time: “crash” or “race”.'],
  [['crash', '--n', '0'], '--n takes a whole number from 1 to 1000000000, not “0”.'],
  [['crash', '--n', '1e3'], '--n takes a whole number from 1 to 1000000000, not “1e3”.'],
  [['crash', '--n'], '--n takes a whole number from 1 to 1000000000, not “”.'],
  [['crash', '--seed', '-1'], '--seed takes a whole number from 0 to 4294967295, not “-1”.'],
  [['crash', '--seed', '4294967296'], '--seed takes a whole number from 0 to 4294967295, not “4294967296”.'],
  [['crash', '--fast'], 'There is no option “--fast”.'],
])('%j is refused in words', (words, why) => {
  expect(readOrder(words, there)).toEqual({ ok: false, why });
});
