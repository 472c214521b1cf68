import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '#lib/policy/policy.ts';
import { decideRetry, soundWait, pauseInTrouble } from './retry.ts';

const minute = 60_000;
const pausesMs = defaultPolicy.retryPausesMs;
const now = 1_700_000_000_000;

test.each<[number | undefined, number | undefined]>([
  [undefined, undefined], [Number.NaN, undefined], [-1, undefined], [0, undefined], [1.2, 2], [30 * 86_400_000, 30 * 86_400_000], [30 * 86_400_000 + 1, 30 * 86_400_000], [1e300, 30 * 86_400_000], [Infinity, 30 * 86_400_000],
])('a channel that asks for %s ms is given %s', (asked, given) => {
  expect(soundWait(asked)).toBe(given);
});

describe('when a refused attempt is tried again', () => {
  test.each<[string, number, boolean, number | null, number, number | null]>([
    ['a permanent refusal: never', 1, false, null, 0.5, null],
    ['a permanent refusal that names a time: never', 1, false, 1000, 0.5, null],
    ['after the first: within five minutes', 1, true, null, 1, now + 5 * minute],
    ['never sooner than a minute', 1, true, null, 0, now + minute],
    ['after the fifth: within a day', 5, true, null, 1, now + 1440 * minute],
    ['after the sixth: never', 6, true, null, 0.5, null],
    ['what the channel asks for wins', 2, true, 7 * minute, 0.9, now + 7 * minute],
    ['a second that the channel asks for is a minute: six tries in six seconds try nothing', 2, true, 1000, 0.9, now + minute],
    ['what the channel asks for buys no seventh try', 6, true, 7 * minute, 0.9, null],
  ])('%s', (_, triesSpent, transient, retryAfterMs, chance, expected) => {
    expect(decideRetry({ triesSpent, transient, retryAfterMs, pausesMs }, now, () => chance)).toBe(expected);
  });

  test('as often as the policy has pauses; without any, never', () => {
    const tried = (triesSpent: number, own: readonly number[]) => decideRetry({ triesSpent, transient: true, retryAfterMs: 7 * minute, pausesMs: own }, now, () => 1);
    expect([tried(1, [2 * minute]), tried(2, [2 * minute]), tried(1, [])]).toEqual([now + 7 * minute, null, null]);
  });

  test('always between a minute and the pause of that try', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, chance) => {
        const at = decideRetry({ triesSpent: tries, transient: true, retryAfterMs: null, pausesMs }, now, () => chance);
        return at !== null && at >= now + minute && at <= now + (pausesMs[tries - 1] ?? 0);
      }),
    );
  });
});

test('after trouble of the channel it waits longer each time, up to an hour, and never ends', () => {
  expect([1, 2, 3, 4, 40].map((troubles) => pauseInTrouble(troubles, pausesMs, () => 1))).toEqual([5, 15, 60, 60, 60].map((minutes) => minutes * minute));
  expect(pauseInTrouble(3, pausesMs, () => 0)).toBe(minute);
  expect([1, 9].map((troubles) => pauseInTrouble(troubles, [2 * minute], () => 1))).toEqual([2 * minute, 2 * minute]);
  expect(pauseInTrouble(9, [], () => 1)).toBe(minute);
});
