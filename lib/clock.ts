/** Two clocks: `now` is an instant (ms since the epoch, UTC) for what is stored; `monotonicMs` is for durations and never goes back. */
export interface Clock {
  now(): number;
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** ISO 8601 in UTC with milliseconds, the only form of an instant that is stored or sent. */
export function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
