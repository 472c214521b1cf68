import { hash } from 'node:crypto';
import { existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import lockfile from 'proper-lockfile';
import { z } from 'zod';
import type { Head } from '../port.ts';
import type { Tables } from '../tables.ts';
import { folders } from './data-folder.ts';
import { codeOf, readFileIfThere } from '../journal/files.ts';
import { replaceFile } from '../journal/replace-file.ts';
import { snapshotNames, snapshotTables, type SnapshotTable } from './snapshot-columns.ts';

/**
 * The tables as CSV files for people. They follow from the journal and are never read back: a file that somebody changed is kept
 * aside as `<table>.edited-<time>.csv` and written anew, one that is gone comes back.
 */

const markerSchema = z.object({
  seq: z.number(),
  /** Per table: what the file may be, because we wrote it. */
  written: z.record(z.string(), z.object({ sums: z.array(z.string()), bytes: z.number(), mtimeMs: z.number() })),
});
type Marker = z.infer<typeof markerSchema>;

/** Rows that are put into text before others get their turn. */
const sliceRows = 500;

export interface SnapshotOutcome {
  readonly written: readonly string[];
  /** Where edited files were kept. */
  readonly keptAside: readonly string[];
}

/** Rows that nobody changes, and where in the chain they are. */
export interface Rows {
  readonly tables: Tables;
  readonly head: Head;
}

const none: SnapshotOutcome = { written: [], keptAside: [] };

/** Brings the files up to the rows as they are; `none` when another process is at it, or when everything is as it should be. */
export async function writeSnapshots(dataDir: string, head: Head, rows: () => Rows, now: () => number): Promise<SnapshotOutcome> {
  const markerPath = join(dataDir, folders.run, 'snapshots.json');
  const before = readMarker(markerPath);
  const untouched = (name: string) => isAsWritten(join(dataDir, `${name}.csv`), before.written[name]);
  if (before.seq === head.seq && snapshotNames.every(untouched)) return none;
  const release = await lockOrNull(markerPath);
  if (!release) return none;
  try {
    return await rewrite(dataDir, markerPath, rows(), now);
  } finally {
    await release();
  }
}

async function rewrite(dataDir: string, markerPath: string, { tables, head }: Rows, now: () => number): Promise<SnapshotOutcome> {
  const marker = readMarker(markerPath);
  if (marker.seq > head.seq) return none;
  const written: string[] = [];
  const keptAside: string[] = [];
  for (const table of snapshotTables(tables)) {
    const path = join(dataDir, `${table.name}.csv`);
    const text = await textOf(table);
    const sum = hash('sha256', text);
    const known = marker.written[table.name];
    const found = readFileIfThere(path);
    const foundSum = found && hash('sha256', found);
    if (foundSum !== sum) {
      if (foundSum !== null && !known?.sums.includes(foundSum)) keptAside.push(keepAside(path, now()));
      // Noted before it is written: after a crash in between, the file is known to be ours either way.
      marker.written[table.name] = { sums: [...(known?.sums.slice(-1) ?? []), sum], bytes: -1, mtimeMs: -1 };
      saveMarker(markerPath, marker);
      replaceFile(path, text);
      written.push(table.name);
    }
    const { size, mtimeMs } = statSync(path);
    marker.written[table.name] = { sums: [sum], bytes: size, mtimeMs };
  }
  saveMarker(markerPath, { ...marker, seq: head.seq });
  return { written, keptAside };
}

async function textOf(table: SnapshotTable): Promise<string> {
  let text = stringify([[...table.columns]]);
  for (let from = 0; from < table.size; from += sliceRows) {
    text += stringify(table.slice(from, from + sliceRows));
    await nextTurn();
  }
  return text;
}

function keepAside(path: string, now: number): string {
  const base = path.replace(/\.csv$/, `.edited-${new Date(now).toISOString().replaceAll(':', '')}`);
  let aside = `${base}.csv`;
  for (let i = 2; existsSync(aside); i++) aside = `${base}-${i}.csv`;
  renameSync(path, aside);
  return aside;
}

function isAsWritten(path: string, written: Marker['written'][string] | undefined): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return written !== undefined && found !== undefined && found.size === written.bytes && found.mtimeMs === written.mtimeMs;
}

function readMarker(path: string): Marker {
  const text = readFileIfThere(path)?.toString('utf8');
  try {
    return text === undefined ? { seq: -1, written: {} } : markerSchema.parse(JSON.parse(text));
  } catch (error) {
    // Without the marker the files are compared with what they should be.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return { seq: -1, written: {} };
    throw error;
  }
}

function saveMarker(path: string, marker: Marker): void {
  replaceFile(path, JSON.stringify(marker), { durable: false });
}

/** The lock only saves work: two writers at once would write the same tables twice. */
async function lockOrNull(path: string): Promise<(() => Promise<void>) | null> {
  try {
    return await lockfile.lock(path, { realpath: false, stale: 30_000, retries: 0, onCompromised: () => {} });
  } catch (error) {
    if (codeOf(error) === 'ELOCKED') return null;
    throw error;
  }
}
