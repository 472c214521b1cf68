import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lead } from '../contract.ts';
import { failingFiles } from '../journal/failing-files.ts';
import type { Store } from '../port.ts';
import { openCsvStore } from './open-store.ts';

test('a writer whose disk took only a part of an append stops, and says so; a new one goes on', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 're-short-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const record = (store: Store, id: string) =>
    store.commit({ actor: { kind: 'worker', id: 'w', name: 'w' }, cause: 'test', correlationId: 'cor', now: 1000 }, async () => ({ events: lead(id), result: null }));
  // The first write is the header's.
  const full = await openCsvStore({ dataDir, files: failingFiles({ call: 'write', at: 3, code: '', written: 0.6, short: true }) });
  await record(full, 'lea_1');
  await expect(record(full, 'lea_2')).rejects.toMatchObject({ code: 'store_unwritable' });
  await expect(record(full, 'lea_3')).rejects.toMatchObject({ code: 'store_unwritable' });
  expect(full.trouble()).toContain('Nothing more can be recorded');
  await full.close();
  const after = await openCsvStore({ dataDir });
  onTestFinished(() => after.close());
  await record(after, 'lea_4');
  expect((await after.leads.page({}, { cursor: null, limit: 9 }, 'newest')).items.map(({ id }) => id).sort()).toEqual(['lea_1', 'lea_4']);
});
