import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lead } from '#lib/store/contract.ts';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import { verifyJournal } from './verify-journal.ts';

async function journalOf(leads: number): Promise<{ dataDir: string; path: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 're-verify-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const store = await openCsvStore({ dataDir });
  const actor = { kind: 'worker', id: 'test', name: 'test' } as const;
  for (let i = 1; i <= leads; i++) await store.commit({ actor, cause: 'test', correlationId: 'cor', now: i }, async () => ({ events: lead(`lea_${i}`), result: null }));
  await store.close();
  return { dataDir, path: join(dataDir, 'journal', '000001.csv') };
}

test('a whole journal: how many records, and its head', async () => {
  const { dataDir } = await journalOf(5);
  const told: number[] = [];
  const verdict = await verifyJournal(dataDir, { onProgress: ({ records }) => told.push(records) });
  expect(verdict).toMatchObject({ ok: true, records: 5, skipped: 0, head: { seq: 5, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }, problems: [] });
  expect(told).toEqual([5]);
});

test('two damaged places are both named, each once, with byte and record', async () => {
  const { dataDir, path } = await journalOf(9);
  const lines = readFileSync(path, 'utf8').split('\n');
  lines[3] = lines[3]!.replace('lea_3', 'lea_X');
  lines[7] = lines[7]!.replace('in', 'im');
  writeFileSync(path, lines.join('\n'));
  const { ok, problems } = await verifyJournal(dataDir);
  expect(ok).toBe(false);
  const byteOf = (line: number) => Buffer.byteLength(lines.slice(0, line).join('\n')) + 1;
  expect(problems.map(({ byte, seq }) => [byte, seq])).toEqual([[byteOf(3), 3], [byteOf(7), 7]]);
  expect(problems[0]).toMatchObject({ file: path, advice: expect.stringContaining('backup') });
});

test('no journal at all is a problem, not a success', async () => {
  const { dataDir, path } = await journalOf(1);
  rmSync(path);
  expect(await verifyJournal(dataDir)).toMatchObject({ ok: false, records: 0 });
});
