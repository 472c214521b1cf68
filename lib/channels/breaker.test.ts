import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterSend, beforeSend, closed, type Breaker, type Trouble } from './breaker.ts';

const limits = { failures: 5, restMs: 60_000, successes: 3 };
const down = { code: 'connection', why: 'refused' };
const after = (steps: readonly (Trouble | null)[], nowMs = 0, from: Breaker = closed): Breaker => steps.reduce<Breaker>((breaker, trouble) => afterSend(breaker, trouble, nowMs, limits), from);

test('five failures in a row open it for a minute; a success in between starts the count again', () => {
  expect(after([down, down, down, down])).toEqual({ kind: 'closed', failures: 4 });
  expect(after([down, down, down, down, down], 1000)).toMatchObject({ kind: 'open', untilMs: 61_000, opens: 1, code: 'connection' });
  expect(after([down, down, down, down, null, down])).toEqual({ kind: 'closed', failures: 1 });
});

test('a wrong password opens it at once: no other message would fare better', () => {
  expect(after([{ code: 'credentials', why: '535' }])).toMatchObject({ kind: 'open', code: 'credentials' });
});

test.each(['account', 'limited'])('%s opens it at once too', (code) => {
  expect(after([{ code, why: 'not now' }])).toMatchObject({ kind: 'open', untilMs: 60_000, code });
});

test('a channel that says for how long it wants to be left alone is left alone for that long, never for less than the rest', () => {
  const limited = (retryAfterMs: number) => ({ code: 'limited', why: 'too many requests', retryAfterMs });
  expect(after([limited(7_200_000)], 1000)).toMatchObject({ kind: 'open', untilMs: 7_201_000, code: 'limited' });
  expect(after([limited(5)], 1000)).toMatchObject({ kind: 'open', untilMs: 61_000 });
  const open = after([limited(7_200_000)]);
  expect(after([down, limited(7_000_000)], 100, open)).toBe(open);
  expect(after([{ ...limited(7_200_000), code: 'account', why: 'locked' }], 100, open)).toEqual({ kind: 'open', untilMs: 7_200_100, opens: 1, code: 'account', why: 'locked' });
  expect(after([limited(7_200_000)], 0, { kind: 'half_open', successes: 2, opens: 1 })).toMatchObject({ kind: 'open', untilMs: 7_200_000, opens: 2 });
});

test('trouble that names a wait opens it at once, whatever it is; without one it counts', () => {
  expect(after([{ code: 'service', why: 'in maintenance', retryAfterMs: 3_600_000 }])).toMatchObject({ kind: 'open', untilMs: 3_600_000, code: 'service' });
  expect(after([{ code: 'service', why: 'in maintenance' }])).toEqual({ kind: 'closed', failures: 1 });
});

test('when its time is over one goes, and three successes close it', () => {
  const open = after([down, down, down, down, down]);
  expect(beforeSend(open, 59_999)).toBe(open);
  const half = beforeSend(open, 60_000);
  expect(half).toEqual({ kind: 'half_open', successes: 0, opens: 1 });
  expect(after([null, null], 60_000, half)).toMatchObject({ kind: 'half_open', successes: 2 });
  expect(after([null, null, null], 60_000, half)).toEqual(closed);
});

test('a failed probe opens it again, for longer each time, at most ten minutes', () => {
  const waits: number[] = [];
  let breaker = after([down, down, down, down, down]);
  for (let i = 0; i < 6; i++) {
    const now = 1e9 * (i + 1);
    breaker = afterSend(beforeSend(breaker, now), down, now, limits);
    if (breaker.kind === 'open') waits.push((breaker.untilMs - now) / 60_000);
  }
  expect(waits).toEqual([2, 4, 8, 10, 10, 10]);
});

test('whatever the first rest, none is longer than ten minutes', () => {
  const rests = (restMs: number) => {
    const own = { failures: 1, restMs, successes: 1 };
    let breaker = afterSend(closed, down, 0, own);
    return Array.from({ length: 8 }, (_, i) => {
      const now = 1e9 * (i + 1);
      breaker = afterSend(beforeSend(breaker, now), down, now, own);
      return breaker.kind === 'open' ? (breaker.untilMs - now) / 1000 : null;
    });
  };
  expect(rests(10_000)).toEqual([20, 40, 80, 160, 320, 600, 600, 600]);
  expect(rests(600_000)).toEqual(Array(8).fill(600));
});

test('the policy says after how many failures, for how long, and how many successes', () => {
  const own = { failures: 2, restMs: 10_000, successes: 1 };
  const open = afterSend(afterSend(closed, down, 0, own), down, 0, own);
  expect(open).toMatchObject({ kind: 'open', untilMs: 10_000 });
  const again = afterSend(beforeSend(open, 10_000), down, 10_000, own);
  expect(again).toMatchObject({ kind: 'open', untilMs: 30_000, opens: 2 });
  expect(afterSend(beforeSend(again, 30_000), null, 30_000, own)).toEqual(closed);
});

test('a clock that goes back never opens the way earlier', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 1e9 }), (openedAt, back) => {
      const open = after([down, down, down, down, down], openedAt);
      expect(beforeSend(open, openedAt - back)).toBe(open);
    }),
  );
});
