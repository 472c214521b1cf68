import { linkSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { lead } from '../contract.ts';
import { Tables } from '../tables.ts';
import { openCsvStore } from './open-store.ts';
import { writeSnapshots } from './snapshots.ts';

test('a table is never written in place: whoever has the old one open goes on reading it whole', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 're-replaced-'));
  const store = await openCsvStore({ dataDir, snapshotEveryMs: 10 });
  onTestFinished(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const record = (id: string) => store.commit({ actor: { kind: 'worker', id: 'w', name: 'w' }, cause: 'test', correlationId: 'cor', now: 1000 }, async () => ({ events: lead(id), result: null }));
  const leads = join(dataDir, 'leads.csv');
  const text = (path: string) => readFileSync(path, 'utf8');
  const soon = { timeout: 5000, interval: 10 };
  await record('lea_1');
  await vi.waitFor(() => expect(text(leads)).toContain('lea_1'), soon);
  const held = join(dataDir, 'held-by-a-reader');
  linkSync(leads, held);
  const before = text(held);
  await record('lea_2');
  await vi.waitFor(() => expect(text(leads)).toContain('lea_2'), soon);
  expect(text(held)).toBe(before);
});

test('a process that is behind never puts older tables in the place of newer ones', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 're-replaced-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const store = await openCsvStore({ dataDir, snapshotEveryMs: 10 });
  const record = (id: string) => store.commit({ actor: { kind: 'worker', id: 'w', name: 'w' }, cause: 'test', correlationId: 'cor', now: 1000 }, async () => ({ events: lead(id), result: null }));
  const leads = join(dataDir, 'leads.csv');
  await record('lea_1');
  await vi.waitFor(() => expect(readFileSync(leads, 'utf8')).toContain('lea_1'), { timeout: 5000, interval: 10 });
  await store.close();
  const older = { seq: 0, hash: '0'.repeat(64) };
  expect(await writeSnapshots(dataDir, { head: () => older, rows: async () => ({ tables: new Tables(), head: older }) })).toMatchObject({ written: [] });
  expect(readFileSync(leads, 'utf8')).toContain('lea_1');
});
