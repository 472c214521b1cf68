import type { Outcome } from '#lib/approvals/approval.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import type { Clock } from '#lib/clock.ts';

/** What one message came to. */
export interface Ended {
  readonly dispatch: Dispatch;
  readonly outcome: Outcome;
}

/** The messages of one channel that were handed over: what came of them is gathered, so that it is recorded together. */
export class UnderWay {
  private readonly clock: Clock;
  private readonly gatherMsMax: number;
  private usual: number | null = null;
  private waiting = 0;
  private ended: Ended[] = [];
  private failures: unknown[] = [];
  /** Since when the line works on what is not measured yet (monotonic ms), when the last of it ended, and how many of it went through. */
  private busySince = 0;
  private endedAt = 0;
  private accepted = 0;
  private hear: () => void = () => undefined;

  /** What came of one waits for others no longer than `gatherMsMax`. */
  constructor(clock: Clock, gatherMsMax: number) {
    this.clock = clock;
    this.gatherMsMax = gatherMsMax;
  }

  /** How long one message usually takes (ms); null before the first. */
  get usualMs(): number | null {
    return this.usual;
  }

  /** How many were added and not taken. */
  get count(): number {
    return this.waiting + this.ended.length;
  }

  add(dispatch: Dispatch, outcome: Promise<Outcome>): void {
    if (this.waiting === 0) {
      this.measure();
      this.busySince = this.clock.monotonicMs();
    }
    this.waiting += 1;
    void outcome
      .then((what) => this.note(dispatch, what), (error: unknown) => void this.failures.push(error))
      .then(() => {
        this.waiting -= 1;
        this.hear();
      });
  }

  private note(dispatch: Dispatch, outcome: Outcome): void {
    this.ended.push({ dispatch, outcome });
    this.endedAt = this.clock.monotonicMs();
    if (outcome.kind === 'accepted') this.accepted += 1;
  }

  take(): readonly Ended[] {
    const taken = this.ended;
    this.ended = [];
    this.measure();
    return taken;
  }

  /** Many may be told of at the same moment: each took its share of the time since those before. */
  private measure(): void {
    if (this.accepted === 0) return;
    const tookMs = (this.endedAt - this.busySince) / this.accepted;
    // One that took long counts for less than several that did not.
    const weight = this.usual === null ? 1 : tookMs < this.usual ? 0.5 : 0.2;
    this.usual = (this.usual ?? 0) * (1 - weight) + tookMs * weight;
    this.busySince = this.endedAt;
    this.accepted = 0;
  }

  /** Where a line broke its word and said nothing of a message; whoever recovers attempts finds out. */
  takeFailures(): readonly unknown[] {
    const taken = this.failures;
    this.failures = [];
    return taken;
  }

  /** Takes what has ended: once that is `enough`, or all, or one of them did not go through, or the first of them has waited for long. */
  async next(enough: number): Promise<readonly Ended[]> {
    let timer: NodeJS.Timeout | undefined;
    let isLong = this.gatherMsMax === 0;
    const isTime = () => this.waiting === 0 || this.ended.length >= enough || (isLong && this.ended.length > 0) || this.ended.some(({ outcome }) => outcome.kind !== 'accepted');
    while (!isTime()) {
      const heard = Promise.withResolvers<void>();
      this.hear = heard.resolve;
      if (this.ended.length > 0)
        timer ??= setTimeout(() => {
          isLong = true;
          this.hear();
        }, this.gatherMsMax);
      await heard.promise;
    }
    clearTimeout(timer);
    return this.take();
  }
}
