import { createHash } from 'node:crypto';
import { readdirSync, rmSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import type { Head } from '../port.ts';
import type { Tables } from '../tables.ts';
import { nodeFiles, type Files } from '../journal/files.ts';
import { DraftFile, isTemporaryOf } from '../journal/replace-file.ts';
import { isHeld } from './held-table.ts';
import { snapshotNames, snapshotTable, type SnapshotName, type SnapshotTable } from './snapshot-columns.ts';
import { isAsWritten, lockTables, markerPathOf, readMarker, saveMarker, statOrNull, sumOfFile, tablePath, type Written } from './snapshot-marker.ts';

/**
 * The tables as CSV files for people. They follow from the journal and are never read back: one that is gone comes back, one that
 * somebody changed is left alone until it was moved aside (edited-tables.ts).
 */

/** Rows that are put into text before others get their turn: a few milliseconds of work. */
const sliceRows = 100;

export interface SnapshotOutcome {
  readonly written: readonly SnapshotName[];
  /** There, not what they should be, and nobody remembers who wrote them. */
  readonly strange: readonly SnapshotName[];
}

/** Rows that nobody changes, and where in the chain they are. */
export interface Rows {
  readonly tables: Tables;
  readonly head: Head;
}

export interface RowSource {
  readonly head: () => Head;
  /** All that is durable: tables written from less could hold somebody who was erased meanwhile. */
  readonly rows: () => Promise<Rows>;
}

export interface WriteOptions {
  readonly files?: Files;
  /** What this process wrote last, by table: rows with the same revision need not be put into text again. */
  readonly revisions?: Map<SnapshotName, number>;
}

const none: SnapshotOutcome = { written: [], strange: [] };

/** Brings the files up to the rows as they are; nothing when another process is at it, or when everything is as it should be. */
export async function writeSnapshots(dataDir: string, source: RowSource, options: WriteOptions = {}): Promise<SnapshotOutcome> {
  if (areAsWritten(dataDir, source.head())) return none;
  const release = await lockTables(dataDir);
  if (!release) return none;
  try {
    return await writeAll(dataDir, await source.rows(), options);
  } finally {
    await release();
  }
}

export function areAsWritten(dataDir: string, head: Head): boolean {
  const { seq, written } = readMarker(markerPathOf(dataDir));
  return seq === head.seq && snapshotNames.every((name) => written[name]?.seq === seq && isAsWritten(statOrNull(tablePath(dataDir, name)), written[name]));
}

/** True when a table is gone: it is to come back at once. */
export function isAnyGone(dataDir: string): boolean {
  return snapshotNames.some((name) => statOrNull(tablePath(dataDir, name)) === null);
}

type Outcome = { readonly kind: 'written' | 'same'; readonly now: Written } | { readonly kind: 'left' | 'strange' };

async function writeAll(dataDir: string, { tables, head }: Rows, options: WriteOptions): Promise<SnapshotOutcome> {
  removeUnfinished(dataDir);
  const occasion: Occasion = { head, rowsAtMs: Date.now(), ...options };
  const outcomes = new Map<SnapshotName, Outcome>();
  for (const name of snapshotNames) outcomes.set(name, await writeTable(dataDir, snapshotTable(name, tables), occasion));
  noteAfter(markerPathOf(dataDir), outcomes, head);
  const those = (kind: Outcome['kind']) => snapshotNames.filter((name) => outcomes.get(name)?.kind === kind);
  return { written: those('written'), strange: those('strange') };
}

interface Occasion extends WriteOptions {
  readonly head: Head;
  readonly rowsAtMs: number;
}

/** `left`: somebody has it open or changed it, or a process that is further wrote it; it is not this one's to write now. */
async function writeTable(dataDir: string, table: SnapshotTable, occasion: Occasion): Promise<Outcome> {
  const { head, rowsAtMs, revisions, files = nodeFiles } = occasion;
  const [path, markerPath] = [tablePath(dataDir, table.name), markerPathOf(dataDir)];
  const known = readMarker(markerPath).written[table.name];
  const found = statOrNull(path);
  if (found && (!found.isFile() || isHeld(path, Date.now()))) return { kind: found.isFile() || known ? 'left' : 'strange' };
  const foundSum = found && (isAsWritten(found, known) ? known?.sums.at(-1) : await sumOfFile(path));
  if (foundSum && known && !known.sums.includes(foundSum)) return { kind: 'left' };
  const noted = (sum: string): Written => {
    revisions?.set(table.name, table.revision);
    const now = statOrNull(path);
    return { seq: head.seq, sums: [sum], bytes: now?.size ?? -1, mtimeMs: now?.mtimeMs ?? -1, rowsAtMs };
  };
  if (foundSum && foundSum === known?.sums.at(-1) && revisions?.get(table.name) === table.revision) return { kind: 'same', now: noted(foundSum) };
  const draft = new DraftFile(path, files);
  try {
    const sum = await writeRows(draft, table);
    if (sum === foundSum) return { kind: 'same', now: noted(sum) };
    if (found && !known) return { kind: 'strange' };
    await draft.finish();
    if (!isStill(path, found) || !noteBefore(markerPath, table.name, sum, head)) return { kind: 'left' };
    draft.replace();
    return { kind: 'written', now: noted(sum) };
  } finally {
    draft.discard();
  }
}

/** Gives the SHA-256 of all there is. */
async function writeRows(draft: DraftFile, table: SnapshotTable): Promise<string> {
  const sum = createHash('sha256');
  const put = async (text: string) => {
    sum.update(text);
    await draft.add(text);
  };
  await put(stringify([table.columns.map((column) => column.name)]));
  for (let from = 0; from < table.size; from += sliceRows) {
    await put(stringify(table.slice(from, from + sliceRows).map((row) => [...row.cells])));
    await nextTurn();
  }
  return sum.digest('hex');
}

/** Nobody saved anything there while the new one was written. */
function isStill(path: string, before: Stats | null): boolean {
  const now = statOrNull(path);
  return now?.mtimeMs === before?.mtimeMs && now?.size === before?.size && now?.ino === before?.ino;
}

/**
 * Noted before the file takes its place: after a crash in between, it is known to be ours either way. False when a process that is
 * further was here meanwhile: this one stood still for longer than its lock holds.
 */
function noteBefore(markerPath: string, name: SnapshotName, sum: string, head: Head): boolean {
  const marker = readMarker(markerPath);
  const known = marker.written[name];
  if (marker.seq > head.seq || (known && known.seq > head.seq)) return false;
  const now: Written = { seq: known?.seq ?? -1, sums: [...(known?.sums.slice(-1) ?? []), sum], bytes: -1, mtimeMs: -1, rowsAtMs: known?.rowsAtMs ?? 0 };
  saveMarker(markerPath, { ...marker, written: { ...marker.written, [name]: now } });
  return true;
}

function noteAfter(markerPath: string, outcomes: ReadonlyMap<SnapshotName, Outcome>, head: Head): void {
  const marker = readMarker(markerPath);
  if (marker.seq > head.seq) return;
  const written = { ...marker.written };
  for (const [name, outcome] of outcomes) if ('now' in outcome && (written[name]?.seq ?? -1) <= head.seq) written[name] = outcome.now;
  const seq = snapshotNames.every((name) => written[name]?.seq === head.seq) ? head.seq : marker.seq;
  saveMarker(markerPath, { seq, written });
}

/** What processes began that were killed before it took its place. */
function removeUnfinished(dataDir: string): void {
  for (const file of readdirSync(dataDir)) if (snapshotNames.some((name) => isTemporaryOf(`${name}.csv`, file))) rmSync(join(dataDir, file), { force: true });
}
