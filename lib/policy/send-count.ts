import type { SendCount } from './verdict.ts';

/** Counting what was sent in a rolling window. Pure. */

/** What is exactly a window old is no longer in it: its place is free at the instant that a hold names. */
export const windowFrom = (nowMs: number, windowMs: number): number => nowMs - windowMs + 1;

export const noSends: SendCount = { count: 0, oldest: null, newest: null };

/** Several counts as one. */
export function summed(counts: readonly SendCount[]): SendCount {
  const instants = counts.flatMap(({ oldest, newest }) => [oldest, newest]).filter((each) => each !== null);
  return { count: counts.reduce((sum, { count }) => sum + count, 0), oldest: instants.length === 0 ? null : Math.min(...instants), newest: instants.length === 0 ? null : Math.max(...instants) };
}
