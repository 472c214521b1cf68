/** Two clocks: `now` is an instant (ms since the epoch, UTC) for what is stored; `monotonicMs` is for durations and never goes back. */
export interface Clock {
  now(): number;
  monotonicMs(): number;
  /** How far the wall clock stands behind `now`, where `now` does not follow it back (ms); absent where it always does. */
  behindMs?(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/**
 * A clock whose instants are never earlier than what is recorded already: a wall clock that is set back opens no window, refills no quota and
 * shortens no wait; time stands still until it has caught up.
 */
export function neverBehind(clock: Clock, lastRecordedAt: () => number): Clock {
  return { now: () => Math.max(clock.now(), lastRecordedAt()), monotonicMs: () => clock.monotonicMs(), behindMs: () => Math.max(0, lastRecordedAt() - clock.now()) };
}

/** ISO 8601 in UTC with milliseconds, the only form of an instant that is stored or sent. */
export function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** A length of time as near as a reader needs it: `12 s`, `5 min`, `3 h`, `400 d`. */
export function duration(ms: number): string {
  if (ms < 60_000) return `${Math.max(0, Math.ceil(ms / 1000))} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 86_400_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000).toLocaleString('en')} d`;
}

const units = [[2 * 86_400_000, 86_400_000, 'd'], [3_600_000, 3_600_000, 'h'], [60_000, 60_000, 'min'], [1000, 1000, 's']] as const;

/** A length of time as somebody set it, in the largest unit that tells it whole: `90 s`, `15 min`, `24 h`, `3 d`. */
export function exactDuration(ms: number): string {
  const [, size, unit] = units.find(([least, each]) => ms >= least && ms % each === 0) ?? units[3];
  return `${ms / size} ${unit}`;
}
