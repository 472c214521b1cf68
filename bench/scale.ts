import { execFileSync } from 'node:child_process';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { openCsvStore } from '#lib/store/csv/open-store.ts';

/**
 * Opening a journal in a fresh process, and `csv-parse` alone reading the same bytes. As a program of its own: `<open|parse|empty>
 * <folder>` prints milliseconds, records and resident memory (bytes) as JSON.
 */
export interface Opened {
  readonly ms: number;
  readonly records: number;
  readonly rss: number;
}

/** Memory is what stays after a collection: what is thrown away while reading is not needed later. */
export function inFreshProcess(what: 'open' | 'parse' | 'empty', dataDir: string): Opened {
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', '--disable-warning=ExperimentalWarning', import.meta.filename, what, dataDir], { encoding: 'utf8', maxBuffer: 1e6 })) as Opened;
}

const segmentsOf = (dataDir: string) => readdirSync(join(dataDir, 'journal')).sort().map((name) => join(dataDir, 'journal', name));

export function bytesOnDisk(dataDir: string): number {
  return segmentsOf(dataDir).reduce((sum, path) => sum + statSync(path).size, 0);
}

async function parsed(dataDir: string): Promise<number> {
  let records = 0;
  for (const path of segmentsOf(dataDir)) for await (const _ of createReadStream(path, { highWaterMark: 1 << 20 }).pipe(parse())) records += 1;
  return records;
}

async function work([what = '', dataDir = '']: readonly string[]): Promise<Opened> {
  const from = performance.now();
  const store = what === 'open' ? await openCsvStore({ dataDir, snapshotEveryMs: 3_600_000 }) : null;
  const records = store ? (await store.head()).seq : what === 'parse' ? await parsed(dataDir) : 0;
  const ms = performance.now() - from;
  globalThis.gc?.();
  const { rss } = process.memoryUsage();
  await store?.close();
  return { ms, records, rss };
}

if (import.meta.main) process.stdout.write(JSON.stringify(await work(process.argv.slice(2))));
