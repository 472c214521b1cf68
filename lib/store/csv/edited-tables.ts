import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFiles, syncFolder } from '../journal/files.ts';
import { isHeld } from './held-table.ts';
import { snapshotNames, type SnapshotName } from './snapshot-columns.ts';
import { isAsWritten, lockTables, markerPathOf, readMarker, saveMarker, statOrNull, sumOfFile, tablePath, type Marker } from './snapshot-marker.ts';

/** Tables that somebody changed: known by their bytes, moved out of the way whole, once whoever saves them is done. */

/** A file as it is now; any writing changes it. */
export function markOf(path: string): string | null {
  const found = statOrNull(path);
  return found && `${found.ino}:${found.size}:${found.mtimeMs}:${found.ctimeMs}`;
}

export interface Aside {
  readonly table: SnapshotName;
  /** `<table>.edited-<time>.csv`, in the data folder. */
  readonly name: string;
  /** When our rows were last written to the file it was, if this process knows. */
  readonly writtenAtMs: number | null;
  /** Nobody remembers who wrote it. */
  readonly isStrange: boolean;
}

export class EditedTables {
  private readonly dataDir: string;
  private readonly restMs: number;
  private readonly resting = new Map<SnapshotName, { mark: string; sinceMs: number }>();
  private readonly moved = new Map<string, Pick<Aside, 'writtenAtMs' | 'isStrange'>>();

  /** A file that did not change for `restMs` is taken for whole. */
  constructor(dataDir: string, restMs: number) {
    this.dataDir = dataDir;
    this.restMs = restMs;
  }

  /** Moves what somebody changed, and what now rests, out of the way. `strange`: tables the writer of tables did not recognise. */
  async setAside(strange: readonly SnapshotName[]): Promise<void> {
    const { written } = readMarker(markerPathOf(this.dataDir));
    const rested = snapshotNames.filter((name) => this.isRested(name, written) && (written[name] !== undefined || strange.includes(name)));
    if (rested.length === 0) return;
    const release = await lockTables(this.dataDir);
    if (!release) return;
    try {
      for (const name of rested) await this.setOneAside(name);
    } finally {
      await release();
    }
  }

  private isRested(name: SnapshotName, written: Marker['written']): boolean {
    const path = tablePath(this.dataDir, name);
    const mark = markOf(path);
    if (mark === null || isAsWritten(statOrNull(path), written[name]) || isHeld(path, Date.now())) {
      this.resting.delete(name);
      return false;
    }
    const before = this.resting.get(name);
    if (before?.mark === mark) return performance.now() - before.sinceMs >= this.restMs;
    this.resting.set(name, { mark, sinceMs: performance.now() });
    return false;
  }

  private async setOneAside(name: SnapshotName): Promise<void> {
    const path = tablePath(this.dataDir, name);
    const marker = readMarker(markerPathOf(this.dataDir));
    const [found, known, mark] = [statOrNull(path), marker.written[name], markOf(path)];
    if (!found || mark !== this.resting.get(name)?.mark) return;
    const sum = found.isFile() ? await sumOfFile(path) : null;
    // Saved again while it was read: it has to rest anew.
    if (markOf(path) !== mark) return;
    if (known && sum !== null && known.sums.includes(sum)) {
      // Touched, or written by a process that did not live to note it.
      const now = known.sums.at(-1) === sum ? { ...known, bytes: found.size, mtimeMs: found.mtimeMs } : { ...known, sums: [sum], seq: -1, bytes: found.size, mtimeMs: found.mtimeMs };
      saveMarker(markerPathOf(this.dataDir), { ...marker, written: { ...marker.written, [name]: now } });
      return;
    }
    this.moved.set(this.move(path, name), { writtenAtMs: known?.rowsAtMs ?? null, isStrange: !known });
    this.resting.delete(name);
  }

  /** Another name for the same file: nothing that was saved is ever lost or written over. */
  private move(path: string, table: SnapshotName): string {
    const base = `${table}.edited-${new Date().toISOString().replaceAll(':', '')}`;
    let name = `${base}.csv`;
    for (let i = 2; existsSync(join(this.dataDir, name)); i++) name = `${base}-${i}.csv`;
    renameSync(path, join(this.dataDir, name));
    syncFolder(nodeFiles, this.dataDir);
    return name;
  }

  /** Everything that was moved aside and is still there, oldest first. */
  aside(): Aside[] {
    return readdirSync(this.dataDir)
      .flatMap((name) => {
        const table = snapshotNames.find((each) => name.startsWith(`${each}.edited-`));
        return table && name.endsWith('.csv') ? [{ table, name, ...(this.moved.get(name) ?? { writtenAtMs: null, isStrange: false }) }] : [];
      })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** A file that went on being written after it was read gets a name of its own, and is looked at again. */
  renew(aside: Aside): void {
    const name = this.move(join(this.dataDir, aside.name), aside.table);
    this.moved.set(name, { writtenAtMs: aside.writtenAtMs, isStrange: aside.isStrange });
    this.moved.delete(aside.name);
  }
}
