import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { lead } from '#lib/store/contract.ts';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import { on, type NewEvent, type RecordedEvent } from '#lib/store/event.ts';
import { writeRecord } from '#lib/store/journal/record.ts';
import type { Store } from '#lib/store/port.ts';

/** What says nothing in the journal may still say who somebody was. */

const actor = { kind: 'worker', id: 'test', name: 'test' } as const;
const secret = 'Zora Quillfeather';

function folder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 're-leftovers-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

async function opened(dataDir: string, segmentBytesMax = 1_000_000): Promise<Store> {
  const store = await openCsvStore({ dataDir, segmentBytesMax });
  onTestFinished(() => store.close());
  return store;
}

const commit = (store: Store, events: readonly NewEvent[]) => store.commit({ actor, cause: 'test', correlationId: 'cor', now: 1000 }, async () => ({ events, result: null }));
const erasure = (id: string) => on('lead', id, [{ type: 'LeadErased', reason: 'asked', subjects: [`lead:${id}`], artifacts: [], sends: [] }]);

/** Files of the journal that hold the person's name. */
function holding(dataDir: string): string[] {
  const journal = join(dataDir, 'journal');
  return readdirSync(journal).filter((name) => {
    const bytes = readFileSync(join(journal, name));
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).includes(secret);
  });
}

test('appends that lost their race and lines that were never finished lose an erased person as well', async () => {
  const dataDir = folder();
  const store = await opened(dataDir);
  await commit(store, lead('lea_1', { name: secret }));
  const event = { ...lead('lea_1', { name: secret })[0]!.event, seq: 1, at: 1000, subject: { kind: 'lead', id: 'lea_1' }, actor: 'worker:test', correlationId: 'cor', cause: 'test' } as RecordedEvent;
  const { line } = writeRecord(event, { prev: '0'.repeat(64), part: 1, parts: 1, idempotencyKey: undefined });
  const path = join(dataDir, 'journal', '000001.csv');
  appendFileSync(path, line);
  await commit(store, lead('lea_2'));
  appendFileSync(path, line.slice(0, -70));
  await commit(store, lead('lea_3'));
  appendFileSync(path, line.slice(0, -70));
  expect(readFileSync(path, 'utf8').split(secret).length - 1).toBe(4);

  await commit(store, erasure('lea_1'));
  expect((await store.blankErased()).records).toBe(1);
  expect(holding(dataDir)).toEqual([]);
  expect(await verifyJournal(dataDir)).toMatchObject({ ok: true });
  for (const each of [store, await opened(dataDir)]) expect((await each.leads.page({}, { cursor: null, limit: 9 }, 'newest')).total).toBe(2);
});

test('a compressed file beside the plain one, of a process that died between the two, loses an erased person as well', async () => {
  const dataDir = folder();
  const store = await opened(dataDir, 500);
  await commit(store, lead('lea_1', { name: secret }));
  for (let i = 2; i <= 4; i++) await commit(store, lead(`lea_${i}`));
  const path = join(dataDir, 'journal', '000001.csv');
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
  expect(holding(dataDir)).toEqual(['000001.csv', '000001.csv.gz']);
  await commit(store, erasure('lea_1'));
  await store.blankErased();
  expect(holding(dataDir)).toEqual([]);
  expect(await verifyJournal(dataDir)).toMatchObject({ ok: true });
});
