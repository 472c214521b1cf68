import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { draft, lead } from '../contract.ts';
import { on, type NewEvent, type RecordedEvent } from '../event.ts';
import { writeRecord } from '../journal/record.ts';
import type { Store } from '../port.ts';
import { openCsvStore } from './open-store.ts';

/** What a process makes of a journal that was there before it. */

const actor = { kind: 'worker', id: 'test', name: 'test' } as const;
const many = { cursor: null, limit: 500 };

function folder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 're-reopened-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

const journalOf = (dataDir: string) => join(dataDir, 'journal', '000001.csv');

function commit(store: Store, events: readonly NewEvent[], idempotencyKey?: string) {
  return store.commit({ actor, cause: 'test', correlationId: 'cor', now: 1000, ...(idempotencyKey !== undefined && { idempotencyKey }) }, async () => ({ events, result: null }));
}

test('a key is known again after a restart, with what was done under it', async () => {
  const dataDir = folder();
  const before = await openCsvStore({ dataDir });
  await Promise.all([commit(before, [...lead('lea_1'), ...draft('apr_1')], 'k;1'), commit(before, lead('lea_2')), commit(before, lead('lea_3'), 'k;2')]);
  await before.close();
  const after = await openCsvStore({ dataDir });
  onTestFinished(() => after.close());
  expect(await commit(after, lead('lea_4'), 'k;1')).toEqual({ kind: 'replayed', subjects: [{ kind: 'lead', id: 'lea_1' }, { kind: 'approval', id: 'apr_1' }] });
  expect(await commit(after, lead('lea_4'), 'k;2')).toEqual({ kind: 'replayed', subjects: [{ kind: 'lead', id: 'lea_3' }] });
  expect(await after.leads.get('lea_4')).toBeNull();
});

test('everything is read back in its order, through as many files as there are', async () => {
  const dataDir = folder();
  const before = await openCsvStore({ dataDir, segmentBytesMax: 1500 });
  for (let i = 1; i <= 15; i++) await commit(before, lead(`lea_${i}`));
  await before.close();
  const after = await openCsvStore({ dataDir });
  onTestFinished(() => after.close());
  const expected = Array.from({ length: 15 }, (_, i) => `lea_${i + 1}`);
  expect((await after.events({ oldestFirst: true }, many)).items.map((event) => event.subject.id)).toEqual(expected);
  expect((await after.leads.page({}, many, 'newest')).total).toBe(15);
});

test('commands that wait when the store is closed are recorded before it is', async () => {
  const dataDir = folder();
  const store = await openCsvStore({ dataDir });
  const waiting = ['a', 'b', 'c'].map((id) => commit(store, lead(`lea_${id}`)));
  await store.close();
  expect((await Promise.allSettled(waiting)).map((done) => done.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  const after = await openCsvStore({ dataDir });
  onTestFinished(() => after.close());
  expect((await after.leads.page({}, many, 'newest')).total).toBe(3);
});

async function journalWith(events: readonly NewEvent[]): Promise<{ dataDir: string; head: { seq: number; hash: string } }> {
  const dataDir = folder();
  const store = await openCsvStore({ dataDir });
  await commit(store, events);
  const head = await store.head();
  await store.close();
  return { dataDir, head };
}

test.each<[string, object]>([
  ['of a type this version does not know', { type: 'DraftPainted', colour: 'red' }],
  ['about the wrong kind of subject', { type: 'DraftExpired' }],
])('a whole record %s is refused when the store is opened', async (_, fields) => {
  const { dataDir, head } = await journalWith(lead('lea_1'));
  const event = { ...fields, seq: 2, at: 2000, subject: { kind: 'lead', id: 'lea_1' }, actor: 'worker:test', correlationId: 'cor', cause: 'test' };
  const written = writeRecord(JSON.parse(JSON.stringify(event)) as RecordedEvent, { prev: head.hash, part: 1, parts: 1, idempotencyKey: undefined });
  appendFileSync(journalOf(dataDir), written.line);
  await expect(openCsvStore({ dataDir })).rejects.toMatchObject({ code: 'store_damaged', message: expect.stringContaining('Record 2') });
});

test('a last line whose end was changed is told when the store is opened', async () => {
  const { dataDir } = await journalWith(on('channel', 'email', [{ type: 'ChannelPaused', reason: 'x' }]));
  const bytes = readFileSync(journalOf(dataDir));
  bytes[bytes.length - 1] = 0x0b;
  writeFileSync(journalOf(dataDir), bytes);
  await expect(openCsvStore({ dataDir })).rejects.toMatchObject({ code: 'store_damaged', message: expect.stringContaining('its end was changed') });
});
