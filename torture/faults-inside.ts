import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#lib/errors.ts';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import { on } from '#lib/store/event.ts';
import { failingFiles, type Failure } from '#lib/store/journal/failing-files.ts';
import type { Files } from '#lib/store/journal/files.ts';
import { replaceFile } from '#lib/store/journal/replace-file.ts';
import type { Store } from '#lib/store/port.ts';
import type { Order } from './campaign.ts';
import { commitsOf, compare } from './checker/commits.ts';
import { readJournal } from './checker/journal.ts';
import type { Tally } from './tally.ts';

/** Every call the store makes of the file system fails once, or from then on: at the first, the second, … until a run gets through without meeting it. */

const actor = { kind: 'worker', id: 'faults', name: 'faults' } as const;
const calls = ['open', 'size', 'read', 'write', 'datasync', 'sync', 'rename'] as const satisfies readonly (keyof Files)[];
const codes = ['EIO', 'ENOSPC', 'EROFS', 'EMFILE'] as const;
/** A write that puts down this share before it fails, or says that it was all it could. */
const partly = [{}, { written: 0.5 }, { written: 0.5, short: true }] as const;

interface Kind {
  readonly call: keyof Files;
  readonly code: string;
  readonly lasting: boolean;
  readonly written?: number;
  readonly short?: boolean;
}

function kinds(): Kind[] {
  return calls.flatMap((call) => codes.flatMap((code) => [false, true].flatMap((lasting) => (call === 'write' ? partly : [{}]).map((part) => ({ call, code, lasting, ...part })))));
}

export async function failInside(order: Order, tally: Tally, every = 1): Promise<void> {
  const all = kinds();
  for (const [i, kind] of all.entries()) {
    if (order.signal.aborted) return;
    for (let at = 1; ; at += every) {
      const failed = await failOnce(join(order.folder, 'inside'), { ...kind, at }, tally);
      if (failed === 0) break;
    }
    replaceUnder(join(order.folder, 'replaced'), kind, tally);
    if (i % 10 === 9) order.progress(`faults: ${i + 1} of ${all.length} kinds of failure, ${tally.own['runs'] ?? 0} runs`);
  }
}

interface Told {
  readonly acknowledged: string[];
  /** Told to be done after the writer had said that it writes no more. */
  readonly afterStop: string[];
}

/** How often the failure was met. */
async function failOnce(dataDir: string, failure: Failure, tally: Tally): Promise<number> {
  const where = `${failure.call} ${failure.at}${failure.lasting ? ' and after' : ''}: ${failure.short ? 'short' : failure.code}`;
  rmSync(dataDir, { recursive: true, force: true });
  const files = failingFiles(failure);
  const told: Told = { acknowledged: [], afterStop: [] };
  tally.addOwn('runs');
  try {
    const store = await openCsvStore({ dataDir, files, segmentBytesMax: 1500, snapshotEveryMs: 3_600_000, pollMs: 3_600_000 });
    try {
      for (let i = 0; i < 8; i++) await commit(store, `f${i}/${1 + (i % 3)}`, told, tally);
    } finally {
      if (store.trouble() === null && files.failed() > 0 && ['write', 'datasync'].includes(failure.call)) tally.bad('undetected', where, ['the writer goes on as if nothing had happened']);
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof Fault)) tally.bad('contradictions', where, [`something else than a fault was thrown: ${String(error)}`]);
  }
  if (told.afterStop.length > 0) tally.bad('contradictions', where, told.afterStop.map((name) => `${name} was acknowledged after the writer had stopped`));
  await judge(dataDir, told, where, tally);
  return files.failed();
}

async function commit(store: Store, name: string, told: Told, tally: Tally): Promise<void> {
  const size = Number(name.split('/')[1]);
  const stopped = store.trouble() !== null;
  tally.add('tried');
  try {
    const events = Array.from({ length: size }, (_, i) => on('channel', `${name}.${i}`, [{ type: 'WatermarkMoved', source: 's', cursor: name, why: 'x'.repeat(200) }])).flat();
    await store.commit({ actor, cause: name, correlationId: name, now: 1 }, async () => ({ events, result: null }));
    (stopped ? told.afterStop : told.acknowledged).push(name);
    tally.add('acknowledged');
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}

/** With the disk well again: everything acknowledged is there, nothing half, and work goes on. */
async function judge(dataDir: string, { acknowledged }: Told, where: string, tally: Tally): Promise<void> {
  try {
    const store = await openCsvStore({ dataDir, snapshotEveryMs: 3_600_000, pollMs: 3_600_000 });
    await store.commit({ actor, cause: 'after', correlationId: 'after', now: 1 }, async () => ({ events: on('channel', 'after', [{ type: 'ChannelPaused', reason: 'x' }]), result: null }));
    await store.close();
  } catch (error) {
    tally.bad('contradictions', where, [`with the disk well again the store does not work: ${error instanceof Error ? error.message : String(error)}`]);
    return;
  }
  const account = readJournal(dataDir);
  tally.bad('contradictions', where, account.violations.map(({ file, byte, why }) => `${file}, byte ${byte}: ${why}`));
  const commits = commitsOf(account.appends, (record) => (record.type === 'SegmentClosed' ? null : record.cause));
  const { lost, duplicated, halfApplied } = compare(commits, [...acknowledged, 'after'], (name) => (name === 'after' ? 1 : Number(name.split('/')[1])));
  tally.bad('lost', where, lost);
  tally.bad('duplicated', where, duplicated);
  tally.bad('halfApplied', where, halfApplied);
}

/** A table is put in the place of the old one: when that fails, the old one is there whole and nothing lies beside it; a folder that could not be synced is told. */
function replaceUnder(folder: string, kind: Kind, tally: Tally): void {
  for (let at = 1; ; at++) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'approvals.csv');
    writeFileSync(path, 'old');
    const files = failingFiles({ ...kind, at });
    const error = errorOf(() => replaceFile(path, 'a new table'.repeat(50), { files }));
    const text = readFileSync(path, 'utf8');
    const where = `replacing, ${kind.call} ${at}: ${kind.short ? 'short' : kind.code}`;
    if (text !== 'old' && text !== 'a new table'.repeat(50)) tally.bad('contradictions', where, ['neither the old nor the new table is there']);
    if (error === null && text === 'old') tally.bad('undetected', where, ['it was said to be replaced']);
    if (readdirSync(folder).length !== 1) tally.bad('contradictions', where, [`left behind: ${readdirSync(folder).join(', ')}`]);
    tally.addOwn('replacements');
    if (files.failed() === 0) return;
  }
}

function errorOf(step: () => void): unknown {
  try {
    step();
    return null;
  } catch (error) {
    return error;
  }
}
