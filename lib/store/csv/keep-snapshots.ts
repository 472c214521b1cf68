import type { TableFiles } from '#lib/workspace/table-files.ts';
import { reason } from './data-folder.ts';
import type { SnapshotName } from './snapshot-columns.ts';
import { isAnyGone, writeSnapshots, type RowSource } from './snapshots.ts';

/** Times of rest after which the tables are written although the journal goes on growing. */
const restsMax = 12;
/** Of the time of a process, the tables get this share at most, unless they would then wait longer than so many times of rest. */
const share = 1 / 20;
const pauseRestsMax = 60;

/**
 * When the tables are written: once nothing was recorded for a time of rest, and every twelve such times while something is; a table
 * that is gone comes back at once. The longer the last writing took, the longer the next one waits.
 */
export class SnapshotKeeper {
  /** Tables that nobody remembers having written. */
  strange: readonly SnapshotName[] = [];
  private readonly dataDir: string;
  private readonly source: RowSource;
  private readonly restMs: number;
  private readonly revisions = new Map<SnapshotName, number>();
  private seen = { seq: -1, sinceMs: 0 };
  private wroteAtMs = -Infinity;
  private tookMs = 0;

  constructor(dataDir: string, source: RowSource, restMs: number) {
    this.dataDir = dataDir;
    this.source = source;
    this.restMs = restMs;
  }

  /** Says how many tables it wrote. */
  async round(): Promise<number> {
    if (!this.isTime(performance.now())) return 0;
    const from = performance.now();
    const { written, strange } = await writeSnapshots(this.dataDir, this.source, { revisions: this.revisions });
    this.strange = strange;
    this.wroteAtMs = performance.now();
    this.tookMs = this.wroteAtMs - from;
    return written.length;
  }

  private isTime(nowMs: number): boolean {
    const { seq } = this.source.head();
    if (seq !== this.seen.seq) this.seen = { seq, sinceMs: nowMs };
    if (isAnyGone(this.dataDir)) return true;
    if (nowMs - this.wroteAtMs < Math.min(this.tookMs / share, pauseRestsMax * this.restMs)) return false;
    return nowMs - this.seen.sinceMs >= this.restMs || nowMs - this.wroteAtMs >= restsMax * this.restMs;
  }
}

/** For a process without a worker: looks after the tables by itself. What goes wrong with them stops nothing: they follow from the journal. */
export function keepSnapshots(dataDir: string, tables: TableFiles, everyMs: number): () => Promise<void> {
  let running: Promise<unknown> | null = null;
  const round = async () => {
    try {
      await tables.setAside();
      await tables.keepUp();
    } catch (error) {
      process.emitWarning(`The tables in ${dataDir} could not be written: ${reason(error)}`, { code: 'RE_SNAPSHOTS' });
    } finally {
      running = null;
    }
  };
  const timer = setInterval(() => (running ??= round()), everyMs).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
