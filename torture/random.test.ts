import { expect, test } from 'vitest';
import { Random } from './random.ts';

const some = (random: Random) => Array.from({ length: 20 }, () => random.between(0, 1_000_000));

test('a seed replays', () => {
  expect(some(new Random(7))).toEqual(some(new Random(7)));
  expect(some(new Random(7, 'kills'))).toEqual(some(new Random(7, 'kills')));
});

test('seeds and streams differ', () => {
  const series = [some(new Random(7)), some(new Random(8)), some(new Random(7, 'kills')), some(new Random(7, 'skill'))];
  expect(new Set(series.map(String)).size).toBe(series.length);
});

test('numbers stay between their ends, and reach both', () => {
  const random = new Random(1);
  const drawn = Array.from({ length: 2000 }, () => random.between(3, 6));
  expect([...new Set(drawn)].sort()).toEqual([3, 4, 5, 6]);
  expect(drawn.filter((n) => n === 3).length).toBeGreaterThan(400);
});
