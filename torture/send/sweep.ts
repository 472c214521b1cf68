/**
 * Which call to kill a process at: with steps between, so that a few kills reach from its start to its end, and begun one later each time a process
 * gets through, so that with enough of them each call has its turn.
 */
export class Sweep {
  private readonly step: number;
  private first = 1;
  private at = 1;

  constructor(step: number) {
    this.step = step;
  }

  /** Counts from 1. */
  get next(): number {
    return this.at;
  }

  /** `killed`: there was such a call. */
  note(killed: boolean): void {
    if (!killed) this.first = (this.first % this.step) + 1;
    this.at = killed ? this.at + this.step : this.first;
  }
}
