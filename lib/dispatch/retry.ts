/** When a refused attempt is tried again. Pure: the random number is handed in. */

const minute = 60_000;
const troublePauseMsMax = 60 * minute;

/** Longer than this a channel is not believed (ms): approvals grow too old long before. */
const waitMsMax = 30 * 86_400_000;

/** The wait that a channel asked for, as a sound number of ms; undefined when it asked for none: zero is none. */
export function soundWait(retryAfterMs: number | undefined): number | undefined {
  if (retryAfterMs === undefined || Number.isNaN(retryAfterMs) || retryAfterMs <= 0) return undefined;
  return Math.min(waitMsMax, Math.ceil(retryAfterMs));
}

/** How long a message waits that was asked to (ms): as long as the channel wants, a minute at least, so that a channel that names a second is not met six times in six seconds. */
export function namedWait(retryAfterMs: number): number {
  return Math.max(minute, retryAfterMs);
}

export interface Failure {
  /** Attempts made since the person's decision, this one included. */
  readonly triesSpent: number;
  readonly transient: boolean;
  /** What the channel asked for; it always wins, a minute at least. */
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
  if (retryAfterMs !== null) return nowMs + namedWait(retryAfterMs);
  return nowMs + Math.max(minute, Math.round(random() * pause));
}
