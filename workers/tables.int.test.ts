import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openBench } from './testing/running-worker.ts';

/** The worker as it is started: a person saves tables beside it while it sends. */

test('a row added to dnc.csv ends what is queued, and a status set to approved sends nothing', { timeout: 60_000 }, async () => {
  const bench = await openBench({ RE_UNDO_EMAIL_SECONDS: '600' });
  onTestFinished(() => bench.close());
  const { id } = await bench.approved({ channel: 'email', to: ['email', 'jo@example.com'], body: 'Shall we meet?' });
  const other = await bench.approved({ channel: 'email', to: ['email', 'kim@example.com'], body: 'Shall we meet?' });
  const [dnc, approvals] = [join(bench.dataDir, 'dnc.csv'), join(bench.dataDir, 'approvals.csv')];
  expect([existsSync(dnc), existsSync(approvals)]).toEqual([false, false]);
  bench.startWorker();
  const patient = { timeout: 30_000, interval: 100 };
  await vi.waitFor(() => expect([readFileSync(approvals, 'utf8'), existsSync(dnc)]).toEqual([expect.stringContaining(other.id), true]), patient);
  appendFileSync(dnc, ',email,Jo@Example.com\n');
  writeFileSync(approvals, readFileSync(approvals, 'utf8').replaceAll(/,20\d\d-[^,]*/g, ',2026-01-05T09:00:00.000Z'));
  await vi.waitFor(async () => expect((await bench.world.store.workspace.get()).edits.map(({ table }) => table).sort()).toEqual(['approvals', 'dnc']), patient);
  expect(await bench.now(id)).toMatchObject({ status: 'blocked' });
  expect(await bench.now(other.id)).toMatchObject({ status: 'approved', attemptCount: 0, notBefore: other.notBefore });
  expect(bench.outbox('email')).toEqual([]);
  await vi.waitFor(() => expect(readFileSync(dnc, 'utf8')).toMatch(/dnc_\w+,email,jo@example\.com,all,active/), patient);
});
