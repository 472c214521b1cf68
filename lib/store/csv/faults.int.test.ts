import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { Fault } from '#lib/errors.ts';
import { on } from '../event.ts';
import type { Store } from '../port.ts';
import { failingFiles, type Failure } from '../journal/failing-files.ts';
import { openCsvStore } from './open-store.ts';
import { replaceFile } from '../journal/replace-file.ts';

/** Disks that are full, broken or read-only: nothing is acknowledged that is not there, and reading goes on. */

const actor = { kind: 'worker', id: 'test', name: 'test' } as const;

function folder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 're-faults-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

function commit(store: Store, id: string) {
  const events = on('channel', id, [
    { type: 'WatermarkMoved', source: 's', cursor: id, why: '' },
    { type: 'ChannelPaused', reason: 'x'.repeat(50) },
  ]);
  return store.commit({ actor, cause: id, correlationId: 'cor', now: 1000 }, async () => ({ events, result: null }));
}

/** Commits c0 … c7 until one fails; says which were acknowledged. */
async function commitMany(store: Store): Promise<{ acknowledged: string[]; errors: unknown[] }> {
  const acknowledged: string[] = [];
  const errors: unknown[] = [];
  for (let i = 0; i < 8; i++) {
    try {
      await commit(store, `c${i}`);
      acknowledged.push(`c${i}`);
    } catch (error) {
      errors.push(error);
    }
  }
  return { acknowledged, errors };
}

const failures: Failure[] = [1, 2, 3, 5].flatMap((at): Failure[] => [
  { call: 'write', at, code: 'ENOSPC' },
  { call: 'write', at, code: 'ENOSPC', written: 0.4 },
  { call: 'write', at, code: 'ENOSPC', written: 0.97 },
  { call: 'write', at, code: 'ENOSPC', written: 0.6, short: true },
  { call: 'write', at, code: 'EROFS', lasting: true },
  { call: 'datasync', at, code: 'EIO' },
  { call: 'sync', at: Math.min(at, 2), code: 'EIO' },
  { call: 'read', at: at + 2, code: 'EIO' },
]);

test.each(failures)('$call number $at fails with $code (written: $written, short: $short)', async (failure) => {
  const dataDir = folder();
  const before = await openCsvStore({ dataDir });
  await commit(before, 'before');
  await before.close();
  const files = failingFiles(failure);
  const store = await openCsvStore({ dataDir, files, segmentBytesMax: 3000 });
  const { acknowledged, errors } = await commitMany(store);
  expect(files.failed()).toBeGreaterThan(0);
  expect(errors.length).toBe(8 - acknowledged.length);
  for (const error of errors) expect(error).toMatchObject({ code: 'store_unwritable' });
  expect(store.trouble()).toMatch(/Nothing more can be recorded: .*(disk is full|read-only|disk failed)/);
  for (const id of ['before', ...acknowledged]) expect((await store.channelStates.get(id))?.watermarks).toEqual({ s: id });
  await store.close();

  const after = await openCsvStore({ dataDir });
  for (const id of ['before', ...acknowledged]) expect((await after.channelStates.get(id))?.paused).not.toBeNull();
  await commit(after, 'after');
  expect((await after.channelStates.get('after'))?.watermarks).toEqual({ s: 'after' });
  // What was not acknowledged is there whole or not at all.
  for (let i = 0; i < 8; i++) {
    const row = await after.channelStates.get(`c${i}`);
    if (row) expect(row.paused).not.toBeNull();
  }
  await after.close();
  expect(await verifyJournal(dataDir)).toMatchObject({ ok: true });
});

test.each<Failure>([
  { call: 'size', at: 6, code: 'EIO' },
  { call: 'read', at: 4, code: 'EIO' },
])('$call fails once with $code: the question fails, and can be asked again', async (failure) => {
  const dataDir = folder();
  const writer = await openCsvStore({ dataDir });
  const files = failingFiles(failure);
  const reader = await openCsvStore({ dataDir, files, pollMs: 3_600_000 });
  const answers: unknown[] = [];
  for (let i = 0; i < 8; i++) {
    await commit(writer, `c${i}`);
    answers.push(await reader.channelStates.get(`c${i}`).then((row) => row?.id, (error: unknown) => error));
  }
  expect(files.failed()).toBe(1);
  expect(answers.filter((answer) => answer instanceof Fault && answer.retryable).length).toBeLessThanOrEqual(1);
  expect(answers.filter((answer) => typeof answer === 'string').length).toBeGreaterThanOrEqual(7);
  expect(reader.trouble()).toBeNull();
  await reader.close();
  await writer.close();
});

test('commits that wait together all fail together', async () => {
  const dataDir = folder();
  const store = await openCsvStore({ dataDir, files: failingFiles({ call: 'datasync', at: 2, code: 'EIO' }) });
  await commit(store, 'first');
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => commit(store, `c${i}`)));
  expect(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason instanceof Fault)).toBe(true);
  await expect(commit(store, 'later')).rejects.toMatchObject({ code: 'store_unwritable', retryable: false });
  await store.close();
});

test.each<Failure>([
  { call: 'open', at: 1, code: 'EMFILE' },
  { call: 'write', at: 1, code: 'ENOSPC', written: 0.5 },
  { call: 'sync', at: 1, code: 'EIO' },
  { call: 'rename', at: 1, code: 'EIO' },
])('replacing a file: when $call fails the old one is still there, alone', (failure) => {
  const dir = folder();
  const path = join(dir, 'leads.csv');
  writeFileSync(path, 'old');
  expect(() => replaceFile(path, 'new', { files: failingFiles(failure) })).toThrow(failure.code);
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(dir)).toEqual(['leads.csv']);
});

test('replacing a file: a short write is gone on with', () => {
  const path = join(folder(), 'leads.csv');
  replaceFile(path, 'a long text', { files: failingFiles({ call: 'write', at: 1, code: '', written: 0.3, short: true }) });
  expect(readFileSync(path, 'utf8')).toBe('a long text');
});
