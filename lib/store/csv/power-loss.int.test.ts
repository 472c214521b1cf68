import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { on } from '../event.ts';
import { failingFiles } from '../journal/failing-files.ts';
import { nodeFiles, type Files } from '../journal/files.ts';
import { replaceFile } from '../journal/replace-file.ts';
import type { Store } from '../port.ts';
import { openCsvStore } from './open-store.ts';

/** What is left when the power goes: files as far as they were synced, under the names their folder was synced with. */

const actor = { kind: 'worker', id: 'test', name: 'test' } as const;

function folder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 're-power-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

function commit(store: Store, id: string) {
  const events = on('channel', id, [{ type: 'WatermarkMoved', source: 's', cursor: id, why: 'x'.repeat(200) }]);
  return store.commit({ actor, cause: id, correlationId: 'cor', now: 1000 }, async () => ({ events, result: null }));
}

interface Disk {
  readonly files: Files;
  /** Puts what would be left of the data folder into another one. */
  losePower(dataDir: string): string;
}

/** Syncing takes a turn of the event loop at least, so that who does not wait for it is found out. */
function forgetfulDisk(): Disk {
  const paths = new Map<number, string>();
  const syncedBytes = new Map<string, number>();
  const nameless = new Set<string>();
  const pathOf = (fd: number) => paths.get(fd) ?? '';
  const files: Files = {
    ...nodeFiles,
    open: (path, flags, mode) => {
      const bytes = existsSync(path) ? statSync(path).size : null;
      const fd = nodeFiles.open(path, flags, mode);
      paths.set(fd, path);
      if (bytes === null) nameless.add(path);
      if (!syncedBytes.has(path)) syncedBytes.set(path, bytes ?? 0);
      return fd;
    },
    datasync: async (fd) => {
      const { size } = nodeFiles.size(fd);
      await nextTurn();
      syncedBytes.set(pathOf(fd), size);
    },
    sync: (fd) => {
      for (const path of nameless) if (dirname(path) === pathOf(fd)) nameless.delete(path);
    },
  };
  const losePower = (dataDir: string) => {
    const left = folder();
    cpSync(dataDir, left, { recursive: true });
    for (const name of readdirSync(join(dataDir, 'journal'))) {
      const [path, copy] = [join(dataDir, 'journal', name), join(left, 'journal', name)];
      if (nameless.has(path)) rmSync(copy);
      else truncateSync(copy, syncedBytes.get(path) ?? 0);
    }
    return left;
  };
  return { files, losePower };
}

test('power loss right after an acknowledgement takes nothing that was acknowledged, in the first file or a new one', async () => {
  const dataDir = folder();
  const disk = forgetfulDisk();
  const store = await openCsvStore({ dataDir, files: disk.files, segmentBytesMax: 2500 });
  const acknowledged: string[] = [];
  const left: { dataDir: string; ids: string[] }[] = [];
  const step = async (id: string) => {
    await commit(store, id);
    acknowledged.push(id);
    left.push({ dataDir: disk.losePower(dataDir), ids: [...acknowledged] });
  };
  for (let i = 0; i < 12; i++) await step(`c${i}`);
  await Promise.all(Array.from({ length: 6 }, (_, i) => step(`together${i}`)));
  await store.close();
  expect(readdirSync(join(dataDir, 'journal')).length).toBeGreaterThan(2);
  for (const { dataDir: after, ids } of left) {
    const reopened = await openCsvStore({ dataDir: after });
    const rows = await Promise.all(ids.map((id) => reopened.channelStates.get(id)));
    expect(ids.filter((_, i) => rows[i] === null)).toEqual([]);
    await reopened.close();
  }
});

test('nobody reads what is not durable yet, not even in the process that wrote it', async () => {
  const synced = Promise.withResolvers<void>();
  let syncing = false;
  const datasync = async () => {
    syncing = true;
    await synced.promise;
  };
  const store = await openCsvStore({ dataDir: folder(), files: { ...nodeFiles, datasync } });
  onTestFinished(async () => {
    synced.resolve();
    await store.close();
  });
  const stop = new AbortController();
  const watched: string[] = [];
  const watching = (async () => {
    for await (const batch of store.watch(0, { signal: stop.signal })) watched.push(...batch.map((event) => event.subject.id));
  })();
  const committed = commit(store, 'c1');
  await vi.waitFor(() => expect(syncing).toBe(true));
  const early: unknown[] = [];
  let open = true;
  const asked = store.channelStates.get('c1').then((row) => open && early.push(row));
  for (let turn = 0; turn < 50; turn++) await nextTurn();
  expect(early.concat(watched)).toEqual([]);
  open = false;
  synced.resolve();
  await committed;
  await asked;
  await vi.waitFor(() => expect(watched).toEqual(['c1']));
  expect((await store.head()).seq).toBe(1);
  stop.abort();
  await watching;
});

test('replacing a file: it is in its place for good only when the folder was synced, and says so when that fails', () => {
  const path = join(folder(), 'leads.csv');
  writeFileSync(path, 'old');
  expect(() => replaceFile(path, 'new', { files: failingFiles({ call: 'sync', at: 2, code: 'EIO' }) })).toThrow('EIO');
  expect(readFileSync(path, 'utf8')).toBe('new');
});
