import { createHash } from 'node:crypto';
import { createReadStream, lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import { z } from 'zod';
import { codeOf, readFileIfThere } from '../journal/files.ts';
import { replaceFile } from '../journal/replace-file.ts';
import { folders } from './data-folder.ts';

/** What is noted of the tables for people: how far they are, and by what a file is known to be ours. */

const writtenSchema = z.object({
  /** The place of the chain whose rows it shows. */
  seq: z.number().default(-1),
  /** What the file may be, because we wrote it: the last one, and while it is being replaced the one before. */
  sums: z.array(z.string()),
  bytes: z.number(),
  mtimeMs: z.number(),
  /** When its rows were taken. */
  rowsAtMs: z.number().default(0),
});
export type Written = z.infer<typeof writtenSchema>;

const markerSchema = z.object({
  /** No table shows less than the chain up to here. */
  seq: z.number(),
  written: z.record(z.string(), writtenSchema),
});
export type Marker = z.infer<typeof markerSchema>;

const nothing = (): Marker => ({ seq: -1, written: {} });

export function readMarker(path: string): Marker {
  const text = readFileIfThere(path)?.toString('utf8');
  try {
    return text === undefined ? nothing() : markerSchema.parse(JSON.parse(text));
  } catch (error) {
    // Without the marker the files are compared with what they should be.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return nothing();
    throw error;
  }
}

/** Survives the power: a table of ours that nobody remembers would be taken for one that a person changed. */
export function saveMarker(path: string, marker: Marker): void {
  replaceFile(path, JSON.stringify(marker));
}

export function statOrNull(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

export function isAsWritten(found: Stats | null, written: Written | undefined): boolean {
  return written !== undefined && found !== null && found.isFile() && found.size === written.bytes && found.mtimeMs === written.mtimeMs;
}

/** Read piece by piece: a table may be larger than one would hold in memory. */
export async function sumOfFile(path: string): Promise<string> {
  const sum = createHash('sha256');
  for await (const chunk of createReadStream(path)) sum.update(chunk as Buffer);
  return sum.digest('hex');
}

export function markerPathOf(dataDir: string): string {
  return join(dataDir, folders.run, 'snapshots.json');
}

export function tablePath(dataDir: string, name: string): string {
  return join(dataDir, `${name}.csv`);
}

/** One process at a time writes the tables, moves them aside or takes data out of them; null when it is another's turn. */
export async function lockTables(dataDir: string): Promise<(() => Promise<void>) | null> {
  try {
    return await lockfile.lock(markerPathOf(dataDir), { realpath: false, stale: 10_000, retries: 0, onCompromised: () => {} });
  } catch (error) {
    if (codeOf(error) === 'ELOCKED') return null;
    throw error;
  }
}
