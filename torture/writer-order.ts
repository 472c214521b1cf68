/** What a writing process is told to do, as JSON on its command line. */
export interface WriterOrder {
  readonly dataDir: string;
  /** Its own: commits are called after it. */
  readonly name: string;
  readonly seed: number;
  readonly commits: number;
  readonly inFlight: number;
  /** Where it notes that it is open (`open`), what it begins (`try NAME`) what it was told is done (`done NAME SEQ HASH`), and how it dies (`in turn`). */
  readonly log: string;
  readonly segmentBytesMax: number;
  readonly snapshotEveryMs: number;
  /** It dies in the middle of this write (from 1); 0 for none. */
  readonly tearAtWrite: number;
  /** It dies at a write while somebody has asked the others to wait: most likely itself. */
  readonly diesInTurn: boolean;
  /** How likely its event loop stands still at each place where that may matter. */
  readonly stallChance: number;
}

/** `w3.17/6` has six records. */
export function sizeOf(commit: string): number | null {
  const size = /\/(\d+)$/.exec(commit)?.[1];
  return size === undefined ? null : Number(size);
}
