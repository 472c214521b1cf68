import type { Clock } from '#lib/clock.ts';

/** Time that passes only when it is told to, and a wall clock that somebody sets wrong now and then. */
export class SimClock implements Clock {
  private readonly startMs: number;
  private passedMs = 0;
  private wrongByMs = 0;

  constructor(startMs: number) {
    this.startMs = startMs;
  }

  now(): number {
    return this.startMs + this.passedMs + this.wrongByMs;
  }

  monotonicMs(): number {
    return this.passedMs;
  }

  pass(ms: number): void {
    this.passedMs += Math.max(0, Math.round(ms));
  }

  /** The wall clock alone jumps; what passes does not. */
  jump(ms: number): void {
    this.wrongByMs += Math.round(ms);
  }
}
