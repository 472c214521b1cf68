import { appendFileSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { lead } from '../contract.ts';
import { failingFiles } from '../journal/failing-files.ts';
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

test('a table that somebody changed is left as it is until it was moved aside, also when everything else is written', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 're-replaced-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const source = (seq: number) => ({ head: () => ({ seq, hash: String(seq) }), rows: async () => ({ tables: new Tables(), head: { seq, hash: String(seq) } }) });
  mkdirSync(join(dataDir, 'run'));
  await writeSnapshots(dataDir, source(1));
  const leads = join(dataDir, 'leads.csv');
  appendFileSync(leads, 'mine\n');
  rmSync(join(dataDir, 'dnc.csv'));
  expect(await writeSnapshots(dataDir, source(2))).toEqual({ written: ['dnc'], strange: [] });
  expect(readFileSync(leads, 'utf8')).toMatch(/mine\n$/);
  const marker = () => (JSON.parse(readFileSync(join(dataDir, 'run', 'snapshots.json'), 'utf8')) as { seq: number }).seq;
  expect(marker()).toBe(1);
  rmSync(leads);
  expect(await writeSnapshots(dataDir, source(2))).toMatchObject({ written: ['leads'] });
  expect(marker()).toBe(2);
});

test('what a process began that was killed is taken away by the next', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 're-replaced-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  mkdirSync(join(dataDir, 'run'));
  const left = ['.leads.csv.123.0123abcd.tmp', '.notes.csv.123.0123abcd.tmp'];
  for (const name of left) writeFileSync(join(dataDir, name), 'half');
  const head = { seq: 1, hash: '1' };
  await writeSnapshots(dataDir, { head: () => head, rows: async () => ({ tables: new Tables(), head }) });
  expect(readdirSync(dataDir).filter((name) => name.endsWith('.tmp'))).toEqual([left[1]]);
});

test.each(['open', 'write', 'flush', 'rename', 'sync'] as const)('when %s fails, the old table stands and nothing is left behind', async (call) => {
  const dataDir = mkdtempSync(join(tmpdir(), 're-replaced-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  mkdirSync(join(dataDir, 'run'));
  const source = (seq: number, tables: Tables) => ({ head: () => ({ seq, hash: String(seq) }), rows: async () => ({ tables, head: { seq, hash: String(seq) } }) });
  await writeSnapshots(dataDir, source(1, new Tables()));
  const before = readFileSync(join(dataDir, 'conversations.csv'), 'utf8');
  const more = new Tables();
  more.conversations.set({ id: 'con_1', channel: 'email', leadId: null, title: 'x', startedAt: 0 });
  const files = failingFiles({ call, at: 1, code: 'EIO', lasting: true });
  await expect(writeSnapshots(dataDir, source(2, more), { files })).rejects.toThrow('EIO');
  // Only when the folder could not be synced did the new one take its place already.
  expect(readFileSync(join(dataDir, 'conversations.csv'), 'utf8') === before).toBe(call !== 'sync');
  expect(readdirSync(dataDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  await writeSnapshots(dataDir, source(2, more));
  expect(readFileSync(join(dataDir, 'conversations.csv'), 'utf8')).toContain('con_1');
});
