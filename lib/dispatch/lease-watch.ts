/**
 * How long attempts have been under way, by the monotonic clock of whoever looks: a lease is a duration, and a wall clock that jumps neither ends it
 * under a worker that is sending nor draws it out. Who looks for the first time waits a whole lease.
 */
export interface LeaseWatch {
  /** Of the attempts under way now, by their keys, those whose lease is over. Asked again and again; others are forgotten. */
  over(underWay: readonly string[]): ReadonlySet<string>;
}

export function watchLeases(monotonicMs: () => number, leaseMs: number): LeaseWatch {
  let seenSince: ReadonlyMap<string, number> = new Map();
  return {
    over(underWay) {
      const now = monotonicMs();
      seenSince = new Map(underWay.map((key) => [key, seenSince.get(key) ?? now]));
      return new Set(underWay.filter((key) => now - (seenSince.get(key) ?? now) >= leaseMs));
    },
  };
}
