import { expect, test } from 'vitest';
import type { Outcome } from '#lib/approvals/approval.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import { UnderWay } from './under-way.ts';

const accepted: Outcome = { kind: 'accepted', providerId: 'p', evidence: '250' };
const later: Outcome = { kind: 'refused', transient: true, code: 'smtp_451', evidence: '451' };
const notBegun: Outcome = { kind: 'refused', transient: true, code: 'not_begun', evidence: '' };
const dispatch = {} as Dispatch;

/** Messages that are told of together: so many after so long. */
async function told(underWay: UnderWay, clock: { now: number }, outcomes: readonly Outcome[], tookMs: number) {
  const ends = outcomes.map(() => Promise.withResolvers<Outcome>());
  for (const { promise } of ends) underWay.add(dispatch, promise);
  clock.now += tookMs;
  for (const [i, { resolve }] of ends.entries()) resolve(outcomes[i]!);
  return underWay.next(outcomes.length);
}

function opened(gatherMsMax = 0) {
  const clock = { now: 0 };
  return { clock, underWay: new UnderWay({ now: () => clock.now, monotonicMs: () => clock.now }, gatherMsMax) };
}

test.each([1, 4, 16])('%d told of together took their share of the time each', async (count) => {
  const { clock, underWay } = opened();
  for (let i = 0; i < 20; i++) await told(underWay, clock, Array(count).fill(accepted), 9 * count);
  expect(underWay.usualMs).toBeCloseTo(9);
});

test('what did not go through, or was not begun, says nothing of how long one takes', async () => {
  const { clock, underWay } = opened();
  await told(underWay, clock, [accepted], 40);
  await told(underWay, clock, [later, notBegun, notBegun], 3);
  expect(underWay.usualMs).toBe(40);
});

test('what has ended is told of when all have, when enough have, or at once when one did not go through', async () => {
  const { underWay } = opened(60_000);
  const ends = [0, 1, 2, 3].map(() => Promise.withResolvers<Outcome>());
  for (const { promise } of ends) underWay.add(dispatch, promise);
  const first = underWay.next(2);
  ends[0]!.resolve(accepted);
  ends[1]!.resolve(accepted);
  expect(await first).toHaveLength(2);
  const second = underWay.next(2);
  ends[2]!.resolve(later);
  expect(await second).toMatchObject([{ outcome: later }]);
  expect(underWay.count).toBe(1);
  const third = underWay.next(2);
  ends[3]!.resolve(accepted);
  expect(await third).toHaveLength(1);
  expect(underWay.count).toBe(0);
});

test('one that has ended waits for others no longer than it may', async () => {
  const { underWay } = opened(5);
  const [first, second] = [Promise.withResolvers<Outcome>(), Promise.withResolvers<Outcome>()];
  for (const { promise } of [first, second]) underWay.add(dispatch, promise);
  first.resolve(accepted);
  expect(await underWay.next(2)).toHaveLength(1);
  second.resolve(accepted);
  expect(await underWay.next(2)).toHaveLength(1);
});

test('a line that breaks its word is told of, and hides nothing of the others', async () => {
  const { underWay } = opened();
  underWay.add(dispatch, Promise.reject(new Error('broken')));
  underWay.add(dispatch, Promise.resolve(accepted));
  expect(await underWay.next(2)).toHaveLength(1);
  expect(underWay.count).toBe(0);
  expect(underWay.takeFailures()).toEqual([new Error('broken')]);
});
