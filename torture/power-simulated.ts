import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { on } from '#lib/store/event.ts';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import { replaceFile } from '#lib/store/journal/replace-file.ts';
import type { Order } from './campaign.ts';
import { commitsOf, compare } from './checker/commits.ts';
import { readJournal } from './checker/journal.ts';
import { LosingDisk, PowerCut } from './losing-disk.ts';
import { Random } from './random.ts';
import type { Tally } from './tally.ts';

/** Power cuts on a disk of ours: at any call the store makes, with any of what was not synced lost or kept. */

/** Most calls between two cuts; a commit makes two, a new file four. */
const callsMax = 60;
/** A journal that several cuts have left their marks on. */
const cutsOnOneFolder = 6;

export async function cutSimulated(order: Order, tally: Tally): Promise<void> {
  const random = new Random(order.seed, 'power-simulated');
  const began = performance.now();
  for (let cut = 0; cut < order.n && !order.signal.aborted; ) {
    const place = join(order.folder, 'simulated');
    const before = tally.isBad;
    for (let i = 0; i < cutsOnOneFolder && cut < order.n; i++, cut++) await cutOnce(place, i === 0, random, tally, `cut ${cut}`);
    if (tally.isBad && !before) cpSync(place, `${place}-found-at-${cut}`, { recursive: true });
    rmSync(place, { recursive: true, force: true });
    if (cut % 600 === 0) order.progress(`power: ${cut} of ${order.n} simulated cuts, ${Math.round((cut / (performance.now() - began)) * 60_000)} a minute`);
  }
  tally.addOwn('replacements', await cutReplacements(order, random, tally));
}

interface Told {
  readonly name: string;
  readonly size: number;
}

const told = new Map<string, Told[]>();
const actor = { kind: 'worker', id: 'power', name: 'power' } as const;

/** One store works until the power goes; what is left becomes the data folder of the next. */
async function cutOnce(place: string, isFirst: boolean, random: Random, tally: Tally, where: string): Promise<void> {
  const dataDir = join(place, 'data');
  if (isFirst) told.set(place, []);
  const acknowledged = told.get(place) ?? [];
  mkdirSync(join(dataDir, 'journal'), { recursive: true, mode: 0o700 });
  if (isFirst) writeFileSync(join(dataDir, 're-engine.json'), '{"product":"RE Engine","version":1}\n');
  const disk = new LosingDisk(join(dataDir, 'journal'), random.between(0, callsMax));
  await workUntilCut(dataDir, disk, random, tally, acknowledged);
  const left = join(place, 'left');
  disk.whatIsLeft(left, random);
  rmSync(join(dataDir, 'journal'), { recursive: true });
  cpSync(left, join(dataDir, 'journal'), { recursive: true });
  rmSync(left, { recursive: true });
  await judge(dataDir, acknowledged, tally, where);
}

async function workUntilCut(dataDir: string, disk: LosingDisk, random: Random, tally: Tally, acknowledged: Told[]): Promise<void> {
  let store: Awaited<ReturnType<typeof openCsvStore>> | null = null;
  try {
    store = await openCsvStore({ dataDir, files: disk.files, segmentBytesMax: random.between(2000, 9000), snapshotEveryMs: 3_600_000, pollMs: 3_600_000 });
    for (let i = 0; !disk.isOut; i++) await Promise.allSettled(Array.from({ length: random.pick([1, 1, 3]) }, () => commit(store!, random, tally, acknowledged)));
  } catch (error) {
    if (!disk.isOut) throw error;
  } finally {
    await store?.close().catch((error: unknown) => {
      if (!disk.isOut) throw error;
    });
  }
}

let names = 0;

async function commit(store: Awaited<ReturnType<typeof openCsvStore>>, random: Random, tally: Tally, acknowledged: Told[]): Promise<void> {
  const size = random.pick([1, 1, 2, 5]);
  const name = `p${names++}/${size}`;
  tally.add('tried');
  const events = Array.from({ length: size }, (_, i) => on('channel', `${name}.${i}`, [{ type: 'WatermarkMoved', source: 's', cursor: name, why: 'x'.repeat(random.between(0, 900)) }])).flat();
  await store.commit({ actor, cause: name, correlationId: name, now: 1000 + names }, async () => ({ events, result: null }));
  acknowledged.push({ name, size });
  tally.add('acknowledged');
}

/** By the checker, and by a start that needs no hand. */
async function judge(dataDir: string, acknowledged: readonly Told[], tally: Tally, where: string): Promise<void> {
  tally.addOwn('cuts');
  const account = readJournal(dataDir);
  tally.bad('contradictions', where, account.violations.map(({ file, byte, why }) => `${file}, byte ${byte}: ${why}`));
  const commits = commitsOf(account.appends, (record) => (record.type === 'SegmentClosed' ? null : record.cause));
  const sizes = (name: string) => Number(/\/(\d+)$/.exec(name)?.[1] ?? Number.NaN);
  const { lost, duplicated, halfApplied } = compare(commits, acknowledged.map(({ name }) => name), sizes);
  tally.bad('lost', where, lost);
  tally.bad('duplicated', where, duplicated);
  tally.bad('halfApplied', where, halfApplied);
  try {
    const store = await openCsvStore({ dataDir, snapshotEveryMs: 3_600_000, pollMs: 3_600_000 });
    const { seq } = await store.head();
    await store.close();
    if (seq !== (account.records.at(-1)?.seq ?? 0)) tally.bad('contradictions', where, [`the store ends at record ${seq}, the journal at ${account.records.at(-1)?.seq ?? 0}`]);
  } catch (error) {
    tally.bad('contradictions', where, [`the store does not start: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

/** A file that is put in the place of another is, after every cut, the old one or the new one whole; the new one once it was said to be. */
async function cutReplacements({ n, folder, signal }: Order, random: Random, tally: Tally): Promise<number> {
  const count = Math.min(n, 400);
  for (let i = 0; i < count && !signal.aborted; i++) {
    const place = join(folder, 'replaced');
    mkdirSync(place, { recursive: true });
    const [old, next] = ['old '.repeat(random.between(1, 3000)), 'new '.repeat(random.between(1, 3000))];
    writeFileSync(join(place, 'leads.csv'), old);
    const disk = new LosingDisk(place, random.between(0, 8));
    const said = replaced(join(place, 'leads.csv'), next, disk);
    disk.whatIsLeft(join(folder, 'after'), random);
    const found = readFileSync(join(folder, 'after', 'leads.csv'), 'utf8');
    if (found !== next && (said || found !== old)) tally.bad('contradictions', `replacement ${i}`, [said ? 'it was said to be done, and the old file is there' : `neither the old nor the new file is there, but ${found.length} bytes`]);
    for (const each of [place, join(folder, 'after')]) rmSync(each, { recursive: true, force: true });
  }
  return count;
}

function replaced(path: string, text: string, disk: LosingDisk): boolean {
  try {
    replaceFile(path, text, { files: disk.files });
    return true;
  } catch (error) {
    if (error instanceof PowerCut) return false;
    throw error;
  }
}
