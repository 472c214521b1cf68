/** When a refused attempt is tried again. Pure: the random number is handed in. */

const minute = 60_000;
const troublePauseMsMax = 60 * minute;

export interface Failure {
  /** Attempts made since the person's decision, this one included. */
  readonly triesSpent: number;
  readonly transient: boolean;
  /** What the channel asked for; it always wins. */
  readonly retryAfterMs: number | null;
  /** Of the policy: after each refused attempt (ms). */
  readonly pausesMs: readonly number[];
}

/**
 * How long a message waits after it met a channel in trouble so many times (ms): the pauses of the policy one after the other, the last one again and again, at most an hour each (a minute where it has none), so
 * that it goes soon after the trouble ends. It never becomes a dead letter of that; a decision that grows too old meanwhile is read again.
 */
export function pauseInTrouble(troubles: number, pausesMs: readonly number[], random: () => number): number {
  const pause = Math.min(troublePauseMsMax, pausesMs[Math.min(troubles, pausesMs.length) - 1] ?? minute);
  return Math.max(minute, Math.round(random() * pause));
}

/**
 * The instant of the next attempt (ms since the epoch), or null when a machine does not try again. Full jitter, so that messages which
 * failed together do not come back together; never sooner than a minute.
 */
export function decideRetry({ triesSpent, transient, retryAfterMs, pausesMs }: Failure, nowMs: number, random: () => number): number | null {
  const pause = pausesMs[triesSpent - 1];
  if (!transient || pause === undefined) return null;
  if (retryAfterMs !== null) return nowMs + retryAfterMs;
  return nowMs + Math.max(minute, Math.round(random() * pause));
}
