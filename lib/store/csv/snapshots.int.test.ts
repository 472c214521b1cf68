import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, onTestFinished, test, vi } from 'vitest';
import { draft, lead } from '../contract.ts';
import type { NewEvent } from '../event.ts';
import type { Store } from '../port.ts';
import { openCsvStore } from './open-store.ts';

const actor = { kind: 'worker', id: 'test', name: 'test' } as const;
const commit = (store: Store, events: NewEvent[]) => store.commit({ actor, cause: 'test', correlationId: 'cor', now: 1000 }, async () => ({ events, result: null }));
const rows = (path: string): Record<string, string>[] => parse(readFileSync(path), { columns: true });

async function opened(): Promise<{ dataDir: string; store: Store }> {
  const dataDir = mkdtempSync(join(tmpdir(), 're-snapshots-'));
  const store = await openCsvStore({ dataDir, snapshotEveryMs: 10 });
  onTestFinished(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { dataDir, store };
}

const soon = { timeout: 5000, interval: 10 };

test('the tables are written as CSV, follow the journal, and come back when deleted', async () => {
  const { dataDir, store } = await opened();
  await commit(store, [...lead('lea_1', { name: 'Zoë "Z", Quill', note: 'two\nlines' }), ...draft('apr_1')]);
  const leads = join(dataDir, 'leads.csv');
  await vi.waitFor(() => expect(rows(leads)).toMatchObject([{ id: 'lea_1', name: 'Zoë "Z", Quill', note: 'two\nlines' }]), soon);
  await commit(store, lead('lea_2'));
  await vi.waitFor(() => expect(rows(leads)).toHaveLength(2), soon);
  rmSync(leads);
  await vi.waitFor(() => expect(rows(leads)).toHaveLength(2), soon);
  await vi.waitFor(() => expect(rows(join(dataDir, 'approvals.csv'))).toMatchObject([{ id: 'apr_1', status: 'pending' }]), soon);
  expect(readdirSync(dataDir).filter((name) => name.includes('edited'))).toEqual([]);
});

test('what a person changes in a table is kept aside and never applied', async () => {
  const { dataDir, store } = await opened();
  await commit(store, draft('apr_1'));
  const path = join(dataDir, 'approvals.csv');
  await vi.waitFor(() => expect(rows(path)).toHaveLength(1), soon);
  const edited = readFileSync(path, 'utf8').replace('pending', 'approved');
  writeFileSync(path, edited);
  const aside = () => readdirSync(dataDir).filter((name) => /^approvals\.edited-.*\.csv$/.test(name));
  await vi.waitFor(() => expect(aside()).toHaveLength(1), soon);
  await vi.waitFor(() => expect(rows(path)[0]?.['status']).toBe('pending'), soon);
  expect(readFileSync(join(dataDir, aside()[0]!), 'utf8')).toBe(edited);
  expect((await store.approvals.get('apr_1'))?.status).toBe('pending');
});
