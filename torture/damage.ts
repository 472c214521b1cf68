import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { Fault } from '#lib/errors.ts';
import { on } from '#lib/store/event.ts';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import type { Campaign, Order } from './campaign.ts';
import { harms, type Journal } from './damage-harms.ts';
import { Random } from './random.ts';
import { Tally } from './tally.ts';

/**
 * Damage of every kind. A journal cut off anywhere in its end gives exactly the appends that are whole; anything else that is changed, taken out,
 * put in or moved is found by `audit verify` and by the start, which names the place and what to do, and changes nothing.
 */

const actor = { kind: 'worker', id: 'damage', name: 'damage' } as const;
/** How much of the end is cut off byte by byte. */
const cutBytes = 65_536;

export const campaign: Campaign = {
  name: 'damage',
  summary: 'the end cut off at each of the last 65,536 bytes, and n random damages of every kind',
  nDefault: 300,
  async run(order) {
    const tally = new Tally();
    await cutTheEnd(order, cutBytes, 1, tally);
    await doHarm(order, tally);
    return tally.counts();
  },
};

interface End {
  readonly byte: number;
  readonly seq: number;
}

/** A journal of one file that is longer than what is cut off it, and where each of its appends ends. */
async function journalToCut(dataDir: string, random: Random, bytes: number): Promise<readonly End[]> {
  const path = join(dataDir, 'journal', '000001.csv');
  const store = await openCsvStore({ dataDir, snapshotEveryMs: 3_600_000 });
  const ends: End[] = [{ byte: readFileSync(path).length, seq: 0 }];
  while (ends.at(-1)!.byte < bytes + 2000) {
    const events = Array.from({ length: random.pick([1, 1, 2, 4]) }, (_, i) => on('channel', `c${ends.length}.${i}`, [{ type: 'WatermarkMoved', source: 's', cursor: 'ü "x",', why: 'é'.repeat(random.between(0, 500)) }])).flat();
    await store.commit({ actor, cause: 'damage', correlationId: 'cor', now: ends.length }, async () => ({ events, result: null }));
    ends.push({ byte: readFileSync(path).length, seq: (await store.head()).seq });
  }
  await store.close();
  return ends;
}

/** Longest first, so that each cut is one more byte off the same file. `step` leaves cuts out for a short run. */
export async function cutTheEnd(order: Order, bytes: number, step: number, tally: Tally): Promise<void> {
  const dataDir = join(order.folder, 'cut');
  const ends = await journalToCut(dataDir, new Random(order.seed, 'damage-cut'), bytes);
  const path = join(dataDir, 'journal', '000001.csv');
  const longest = ends.at(-1)!.byte;
  for (let length = longest; length > longest - bytes && !order.signal.aborted; length -= step) {
    truncateSync(path, length);
    const wanted = ends.findLast(({ byte }) => byte <= length)?.seq ?? 0;
    tally.addOwn('cuts');
    tally.bad('contradictions', `cut at byte ${length}`, await wrongPrefix(dataDir, wanted));
    if ((longest - length) % 8192 < step) order.progress(`damage: ${longest - length} of ${bytes} bytes cut off`);
  }
}

async function wrongPrefix(dataDir: string, wanted: number): Promise<string[]> {
  const verdict = await verifyJournal(dataDir);
  const verified = verdict.ok && verdict.head.seq === wanted ? [] : [`verification says ${verdict.head.seq} records, ok ${verdict.ok}; there are ${wanted}`];
  try {
    const store = await openCsvStore({ dataDir, snapshotEveryMs: 3_600_000, pollMs: 3_600_000 });
    const { seq } = await store.head();
    await store.close();
    return seq === wanted ? verified : [...verified, `the store starts with ${seq} records; there are ${wanted}`];
  } catch (error) {
    return [...verified, `the store does not start: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** A journal of several files, and one of somebody else's to take lines from. */
async function journalOf(dataDir: string, random: Random, files: number): Promise<void> {
  const store = await openCsvStore({ dataDir, segmentBytesMax: 4000, snapshotEveryMs: 3_600_000 });
  for (let i = 0; readdirSync(join(dataDir, 'journal')).length < files; i++) {
    const events = Array.from({ length: random.pick([1, 2, 3]) }, (_, k) => on('channel', `c${i}.${k}`, [{ type: 'WatermarkMoved', source: 's', cursor: String(i), why: 'x,"'.repeat(random.between(0, 60)) }])).flat();
    await store.commit({ actor, cause: 'damage', correlationId: 'cor', now: i }, async () => ({ events, result: null }));
  }
  await store.close();
}

/** n damages, each of a kind in turn, on a copy of a whole journal. */
export async function doHarm(order: Order, tally: Tally): Promise<void> {
  const random = new Random(order.seed, 'damage-harm');
  const [whole, other, dataDir] = [join(order.folder, 'whole'), join(order.folder, 'other'), join(order.folder, 'harmed')];
  await journalOf(whole, random, 4);
  await journalOf(other, random, 2);
  const original = readFiles(whole);
  for (let i = 0; i < order.n && !order.signal.aborted; i++) {
    const harm = harms[i % harms.length]!;
    const changed = harm.change(original, random, readFiles(other));
    if (changed === null || same(changed, original)) continue;
    cpSync(whole, dataDir, { recursive: true });
    writeFiles(dataDir, changed);
    tally.addOwn('damages');
    await mustBeFound(dataDir, `${harm.name} (${i})`, changed, tally);
    rmSync(dataDir, { recursive: true });
    if (i % 100 === 99) order.progress(`damage: ${i + 1} of ${order.n} damages`);
  }
}

async function mustBeFound(dataDir: string, where: string, changed: Journal, tally: Tally): Promise<void> {
  const verdict = await verifyJournal(dataDir);
  if (verdict.ok) tally.bad('undetected', where, ['verification calls the journal whole']);
  else if (!verdict.problems.every(({ file, byte, advice }) => file.includes('journal') && byte >= 0 && advice.includes('backup'))) tally.bad('contradictions', where, ['verification names no place or no way out']);
  const refusal = await refusalOf(dataDir);
  if (refusal === null) tally.bad('undetected', where, ['the store starts']);
  else if (!(refusal instanceof Fault) || refusal.code !== 'store_damaged' || !/byte \d+.*backup/s.test(refusal.message)) tally.bad('contradictions', where, [`the start says: ${String(refusal)}`]);
  if (!same(readFiles(dataDir), changed)) tally.bad('contradictions', where, ['somebody changed the damaged files']);
}

async function refusalOf(dataDir: string): Promise<unknown> {
  try {
    await (await openCsvStore({ dataDir, snapshotEveryMs: 3_600_000, pollMs: 3_600_000 })).close();
    return null;
  } catch (error) {
    return error;
  }
}

function readFiles(dataDir: string): Journal {
  const folder = join(dataDir, 'journal');
  return new Map(readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name))]));
}

function writeFiles(dataDir: string, journal: Journal): void {
  const folder = join(dataDir, 'journal');
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  for (const [name, bytes] of journal) writeFileSync(join(folder, name), bytes);
}

function same(a: Journal, b: Journal): boolean {
  return a.size === b.size && [...a].every(([name, bytes]) => b.get(name)?.equals(bytes));
}
