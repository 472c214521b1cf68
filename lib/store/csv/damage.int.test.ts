import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { on, type NewEvent } from '../event.ts';
import type { Store } from '../port.ts';
import { openCsvStore } from './open-store.ts';

/** A journal that was cut, changed or mixed up: exactly a prefix, or a refusal that names the place. */

const actor = { kind: 'worker', id: 'test', name: 'test' } as const;
const one = { cursor: null, limit: 1 };

function folder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 're-damage-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

const journalOf = (dataDir: string) => join(dataDir, 'journal', '000001.csv');

function watermark(count: number): NewEvent[] {
  return on('channel', `c${count}`, [{ type: 'WatermarkMoved', source: 's', cursor: String(count), why: 'Ünïcode, "quotes" and 😀'.repeat(1 + (count % 3)) }]);
}

/** Commit k has 1 to 3 records. */
async function commit(store: Store, k: number): Promise<void> {
  const events = Array.from({ length: 1 + (k % 3) }, (_, i) => watermark(100 * k + i)).flat();
  await store.commit({ actor, cause: `commit ${k}`, correlationId: 'cor', now: 1000 + k }, async () => ({ events, result: null }));
}

let original = '';
let bytes: Buffer = Buffer.alloc(0);
/** After which byte each commit is there. */
const ends: { readonly byte: number; readonly seq: number }[] = [];

beforeAll(async () => {
  original = mkdtempSync(join(tmpdir(), 're-damage-'));
  const store = await openCsvStore({ dataDir: original });
  ends.push({ byte: readFileSync(journalOf(original)).length, seq: 0 });
  for (let k = 0; k < 12; k++) {
    await commit(store, k);
    ends.push({ byte: readFileSync(journalOf(original)).length, seq: (await store.head()).seq });
  }
  await store.close();
  bytes = readFileSync(journalOf(original));
});
afterAll(() => rmSync(original, { recursive: true, force: true }));

test('cut at any of the last 4,096 bytes: exactly the commits that are whole, and the next commit goes on from there', { timeout: 60_000 }, async () => {
  const dataDir = folder();
  cpSync(original, dataDir, { recursive: true });
  for (let length = bytes.length; length > bytes.length - 4096; length--) {
    writeFileSync(journalOf(dataDir), bytes.subarray(0, length));
    const expected = ends.findLast((end) => end.byte <= length);
    const store = await openCsvStore({ dataDir });
    expect((await store.head()).seq).toBe(expected?.seq);
    if (length % 7 === 0) {
      await commit(store, 50);
      expect((await store.channelStates.get('c5000'))?.watermarks).toEqual({ s: '5000' });
    }
    await store.close();
    if (length % 7 === 0) {
      const verdict = await verifyJournal(dataDir);
      expect(verdict).toMatchObject({ ok: true, head: { seq: (expected?.seq ?? 0) + 3 } });
    }
  }
});

test('a flipped bit anywhere is found when the journal is verified and when it is opened', { timeout: 60_000 }, async () => {
  const dataDir = folder();
  cpSync(original, dataDir, { recursive: true });
  const places = Array.from({ length: bytes.length }, (_, i) => i).filter((i) => i % 5 === 0 || i > bytes.length - 400 || bytes[i] === 10 || bytes[i] === 34);
  for (const place of places) {
    const changed = Buffer.from(bytes);
    changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8));
    writeFileSync(journalOf(dataDir), changed);
    const verdict = await verifyJournal(dataDir);
    expect({ place, ok: verdict.ok }).toEqual({ place, ok: false });
    const lineStart = place === 0 ? 0 : bytes.lastIndexOf(10, place - 1) + 1;
    expect(verdict.problems[0]?.byte).toBe(lineStart);
    if (place % 10 === 0) await expect(openCsvStore({ dataDir })).rejects.toMatchObject({ code: 'store_damaged' });
    expect(readFileSync(journalOf(dataDir)).equals(changed)).toBe(true);
  }
});

const lines = () => bytes.toString('utf8').split('\n').slice(0, -1);

test.each<[string, (all: string[]) => string[]]>([
  ['a record taken out', (all) => all.toSpliced(5, 1)],
  ['a record put in twice', (all) => all.toSpliced(5, 0, all[5]!)],
  ['the last record once more', (all) => [...all, all.at(-1)!]],
  ['two records changed places', (all) => all.toSpliced(5, 2, all[6]!, all[5]!)],
  ['the first record taken out', (all) => all.toSpliced(1, 1)],
  ['a line of somebody else', (all) => all.toSpliced(5, 0, 'hello')],
  ['an empty line', (all) => all.toSpliced(5, 0, '')],
  ['saved by a spreadsheet', (all) => all.map((line) => `${line}\r`)],
])('%s is found', async (_, change) => {
  const dataDir = folder();
  cpSync(original, dataDir, { recursive: true });
  writeFileSync(journalOf(dataDir), `${change(lines()).join('\n')}\n`);
  expect((await verifyJournal(dataDir)).ok).toBe(false);
  await expect(openCsvStore({ dataDir })).rejects.toMatchObject({ code: 'store_damaged', message: expect.stringMatching(/000001\.csv, byte \d+.*Keep the file/s) });
});

test('a fragment that happens to be a whole record never comes alive', async () => {
  const dataDir = folder();
  cpSync(original, dataDir, { recursive: true });
  truncateSync(journalOf(dataDir), bytes.length - 1);
  const store = await openCsvStore({ dataDir });
  const before = (await store.head()).seq;
  expect(before).toBe(ends.at(-2)?.seq);
  await commit(store, 60);
  await store.close();
  expect(readFileSync(journalOf(dataDir), 'utf8')).toContain('!torn\n');
  const again = await openCsvStore({ dataDir });
  expect((await again.head()).seq).toBe(before + 1);
  expect(await again.channelStates.get('c1102')).toBeNull();
  await again.close();
});

test('a record written right behind an unfinished one still counts', async () => {
  const dataDir = folder();
  cpSync(original, dataDir, { recursive: true });
  const all = lines();
  const glued = [...all.slice(0, 1), all[2]!.slice(0, 80) + all[1]!];
  writeFileSync(journalOf(dataDir), `${glued.join('\n')}\n`);
  const store = await openCsvStore({ dataDir });
  expect((await store.head()).seq).toBe(1);
  await store.close();
});

test('a missing file in the middle, and one after a file that was not closed, are found', async () => {
  const dataDir = folder();
  const store = await openCsvStore({ dataDir, segmentBytesMax: 2000 });
  for (let k = 0; k < 12; k++) await commit(store, k);
  await store.close();
  expect(await verifyJournal(dataDir)).toMatchObject({ ok: true });
  const again = await openCsvStore({ dataDir });
  expect((await again.events({}, one)).total).toBe(24);
  await again.close();
  const without = folder();
  cpSync(dataDir, without, { recursive: true });
  rmSync(join(without, 'journal', '000002.csv'));
  expect((await verifyJournal(without)).problems[0]?.problem).toMatch(/000002.csv is missing/);
  await expect(openCsvStore({ dataDir: without })).rejects.toMatchObject({ code: 'store_damaged' });
  const cut = folder();
  cpSync(dataDir, cut, { recursive: true });
  const whole = readFileSync(journalOf(cut), 'utf8').split('\n');
  writeFileSync(journalOf(cut), `${whole.slice(0, -2).join('\n')}\n`);
  expect((await verifyJournal(cut)).ok).toBe(false);
  await expect(openCsvStore({ dataDir: cut })).rejects.toMatchObject({ code: 'store_damaged' });
});

test('a journal that is cut or taken away while it is open is told, not followed', async () => {
  const dataDir = folder();
  cpSync(original, dataDir, { recursive: true });
  const store = await openCsvStore({ dataDir });
  truncateSync(journalOf(dataDir), 500);
  await expect(store.head()).rejects.toMatchObject({ code: 'store_damaged' });
  expect(store.trouble()).toMatch(/shorter than it was/);
  await store.close();
});

test('folders of a newer version, of another product, or without rights are refused and left alone', async () => {
  const newer = folder();
  writeFileSync(join(newer, 're-engine.json'), '{"product":"RE Engine","version":99}');
  await expect(openCsvStore({ dataDir: newer })).rejects.toMatchObject({ code: 'store_unsupported', message: expect.stringContaining('version 99') });
  const other = folder();
  writeFileSync(join(other, 're-engine.json'), '{"product":"Something else"}');
  await expect(openCsvStore({ dataDir: other })).rejects.toMatchObject({ code: 'store_unsupported' });
  const file = join(folder(), 'file');
  writeFileSync(file, '');
  await expect(openCsvStore({ dataDir: file })).rejects.toMatchObject({ code: expect.stringMatching(/^store_un/) });
});
