/**
 * A campaign does one kind of harm to the store, as often as it is told to, and counts what came of it. `torture/<name>.ts` exports
 * one as `campaign`; `main.ts` runs it and prints its counts. It may use the store, but judges by `checker/`, which shares no code with it.
 */
export interface Campaign {
  readonly name: string;
  /** One line for the usage. */
  readonly summary: string;
  readonly nDefault: number;
  /** What went wrong in the store is counted, never thrown; it throws when the campaign itself could not go on. */
  run(order: Order): Promise<Counts>;
}

export interface Order {
  /** How much to do; the campaign says of what. */
  readonly n: number;
  /** Everything left to chance follows from it (`random.ts`). */
  readonly seed: number;
  /** Empty, for this run alone, and removed after it unless something was found. */
  readonly folder: string;
  /** Aborted on SIGINT and SIGTERM: the campaign ends the processes it started and gives what it has counted so far. */
  readonly signal: AbortSignal;
  /** For the eye, on standard error. */
  progress(text: string): void;
}

export interface Counts {
  /** Commands begun, answered or not. */
  readonly tried: number;
  /** Of these, told to be done. */
  readonly acknowledged: number;
  /** Acknowledged, and not in the journal. */
  readonly lost: number;
  /** In the journal more than once. */
  readonly duplicated: number;
  /** Harm that was done and not found by who has to find it. */
  readonly undetected: number;
  /** Commands of which the journal holds a part. */
  readonly halfApplied?: number;
  /** Places where two accounts of the same thing differ: journal and snapshot, journal and reader, rule and journal. */
  readonly contradictions?: number;
  /** What could not be done on this machine: never counted as passed. */
  readonly notRun: readonly NotRun[];
  /** In words, for whoever has to look: the first few things that are wrong. */
  readonly found?: readonly string[];
  /** What else the campaign counts. */
  readonly [own: string]: number | string | boolean | readonly NotRun[] | readonly string[] | Readonly<Record<string, number>> | undefined;
}

export interface NotRun {
  readonly what: string;
  readonly why: string;
}

/** Whether the counts say that the store lied. */
export function isBad({ lost, duplicated, undetected, halfApplied = 0, contradictions = 0 }: Counts): boolean {
  return lost + duplicated + undetected + halfApplied + contradictions > 0;
}
