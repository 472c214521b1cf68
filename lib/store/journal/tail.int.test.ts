import { closeSync, cpSync, fstatSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openCsvStore, type CsvStore } from '../csv/open-store.ts';
import { on } from '../event.ts';
import { segmentName, segmentNumbers } from './segment.ts';
import { JournalTail } from './tail.ts';

let folder: string | null = null;
const open: CsvStore[] = [];
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  if (folder) rmSync(folder, { recursive: true });
  folder = null;
});

const pause = (store: CsvStore, reason: string) =>
  store.commit({ actor: { kind: 'worker', id: 'test', name: 'test' }, cause: 'test', correlationId: 'cor_test', now: Date.now() }, async () => ({ events: on('channel', 'email', [{ type: 'ChannelPaused', reason }]), result: null }));

async function opened(segmentBytesMax = 2000) {
  folder ??= mkdtempSync(join(tmpdir(), 're-tail-'));
  const store = await openCsvStore({ dataDir: folder, segmentBytesMax });
  open.push(store);
  return { store, journal: join(folder, 'journal') };
}

function subjectsSince(tail: JournalTail): { sure: boolean; types: string[] } {
  const types: string[] = [];
  return { sure: tail.read(({ type, subject }) => types.push(`${type} ${subject}`)), types };
}

test('it hands out what was added since, once, whoever added it, and nothing from before', async () => {
  const { store, journal } = await opened();
  await pause(store, 'before');
  const tail = new JournalTail(journal);
  expect(subjectsSince(tail)).toEqual({ sure: true, types: [] });
  const { store: other } = await opened();
  await pause(store, 'one');
  await pause(other, 'two');
  expect(subjectsSince(tail)).toEqual({ sure: true, types: ['ChannelPaused channel:email', 'ChannelPaused channel:email'] });
  expect(subjectsSince(tail)).toEqual({ sure: true, types: [] });
  tail.close();
});

test('it goes on from file to file, and misses nothing', async () => {
  const { store, journal } = await opened();
  const tail = new JournalTail(journal);
  let seen = 0;
  for (let i = 0; i < 40; i++) {
    await pause(store, `reason ${i} ${'x'.repeat(100)}`);
    if (i % 3 === 0) seen += subjectsSince(tail).types.filter((type) => type.startsWith('ChannelPaused')).length;
  }
  const last = subjectsSince(tail);
  expect(last.sure).toBe(true);
  expect(seen + last.types.filter((type) => type.startsWith('ChannelPaused')).length).toBe(40);
  expect(segmentNumbers(journal).length).toBeGreaterThan(5);
  tail.close();
});

test('what piled up while nobody looked is passed by, and it says so; then it goes on', async () => {
  const { store, journal } = await opened(64 * 1024 * 1024);
  const tail = new JournalTail(journal);
  for (let i = 0; i < 5; i++) await pause(store, 'x'.repeat(1024 * 1024));
  expect(subjectsSince(tail)).toEqual({ sure: false, types: [] });
  await pause(store, 'after');
  expect(subjectsSince(tail)).toEqual({ sure: true, types: ['ChannelPaused channel:email'] });
  tail.close();
});

test('it begins at the end of a file that is closed, and finds the next one when there is one', async () => {
  const { store, journal } = await opened();
  for (let i = 0; i < 12; i++) await pause(store, `reason ${i} ${'x'.repeat(100)}`);
  const elsewhere = mkdtempSync(join(folder!, 'elsewhere-'));
  cpSync(join(journal, segmentName(1)), join(elsewhere, segmentName(1)));
  const tail = new JournalTail(elsewhere);
  expect(subjectsSince(tail)).toEqual({ sure: true, types: [] });
  cpSync(join(journal, segmentName(2)), join(elsewhere, segmentName(2)));
  expect(subjectsSince(tail).types).toContain('ChannelPaused channel:email');
  tail.close();
});

test('where it cannot go on and the folder is away, it closes its file once', async () => {
  const { store, journal } = await opened();
  await pause(store, 'one');
  const elsewhere = mkdtempSync(join(folder!, 'elsewhere-'));
  cpSync(join(journal, segmentName(1)), join(elsewhere, segmentName(1)));
  const tail = new JournalTail(elsewhere);
  renameSync(elsewhere, `${elsewhere}.away`);
  writeFileSync(join(`${elsewhere}.away`, segmentName(1)), '');
  expect(() => subjectsSince(tail)).toThrow();
  const another = openSync(join(folder!, 'another'), 'w+');
  expect(() => subjectsSince(tail)).toThrow();
  expect(() => fstatSync(another)).not.toThrow();
  closeSync(another);
});

test('without a journal there is nothing to look at', () => {
  folder = mkdtempSync(join(tmpdir(), 're-tail-'));
  expect(() => new JournalTail(join(folder!, 'journal'))).toThrow();
});
