import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { on } from '../event.ts';
import { openCsvStore } from './open-store.ts';
import { nodeFiles, type Files } from '../journal/files.ts';

test('a writer may close an unfinished last line while another process opens the store', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 're-open-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const path = join(dataDir, 'journal', '000001.csv');
  const store = await openCsvStore({ dataDir });
  const commit = (id: string) => store.commit({ actor: { kind: 'worker', id: 'w', name: 'w' }, cause: id, correlationId: id, now: 1 }, async () => ({ events: on('channel', id, [{ type: 'WatermarkMoved', source: 's', cursor: id, why: '' }]), result: null }));
  await commit('a');
  const one = readFileSync(path);
  await commit('b');
  const line = readFileSync(path).subarray(one.length);
  await store.close();
  // A writer died in the middle of its write …
  const torn = Buffer.concat([one, line.subarray(0, 60)]);
  writeFileSync(path, torn);
  // … and another one goes on, just after the opening process has read to the end.
  let read = false;
  const files: Files = {
    ...nodeFiles,
    read: (fd, into, length, position) => {
      const got = nodeFiles.read(fd, into, length, position);
      if (!read && position + got === torn.length) {
        read = true;
        appendFileSync(path, Buffer.concat([Buffer.from('!torn\n'), line]));
      }
      return got;
    },
  };
  const opened = await openCsvStore({ dataDir, files });
  expect((await opened.head()).seq).toBe(2);
  await opened.close();
});
