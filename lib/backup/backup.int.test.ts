import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '#lib/config.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { openRuntime } from '#lib/runtime.ts';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import { on } from '#lib/store/event.ts';
import type { Call } from '#lib/world.ts';
import { makeBackup } from './make-backup.ts';
import { manifestName } from './manifest.ts';
import { restoreBackup } from './restore-backup.ts';
import { verifyBackup } from './verify-backup.ts';

const operator = { kind: 'operator', id: 'root', name: 'root' } as const;
const now = '2026-11-23T16:00:00.000Z';

async function open() {
  const top = mkdtempSync(join(tmpdir(), 're-backup-'));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const dataDir = join(top, 'data');
  const read = readConfig({ RE_DATA_DIR: dataDir });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const world = await openRuntime(read.settings);
  let closed = false;
  const close = async () => {
    if (!closed) await world.close();
    closed = true;
  };
  onTestFinished(close);
  const call: Call = { world, actor: operator, correlationId: 'cor_test' };
  const add = (name: string) => addLead(call, { name, addresses: [{ kind: 'email', value: `${name}@example.org` }] });
  return { top, dataDir, world, call, add, close };
}

const restoring = (dataDir: string, place: string, over: object = {}) => restoreBackup({ dataDir, place, confirmed: true, now, running: [], ...over });

test('a backup made while others write has everything acknowledged before it began, is whole, and comes back', { timeout: 30_000 }, async () => {
  const { top, dataDir, world, call, add, close } = await open();
  const name = await world.artifacts.put('mail', 'eml', Buffer.from('From: jo'));
  await world.vault.put('cred_1', 'hash');
  for (let i = 0; i < 20; i++) await add(`lead${i}`);
  let busy = true;
  const writer = (async () => {
    for (let i = 0; busy; i++) await add(`busy${i}`);
  })();
  const before = await world.store.head();
  const made = await makeBackup(call, join(top, 'elsewhere', 'one'));
  busy = false;
  await writer;
  expect(made.head.seq).toBeGreaterThanOrEqual(before.seq);
  expect((await world.store.workspace.get()).backups).toMatchObject([{ place: made.place, headSeq: made.head.seq }]);
  await close();
  rmSync(dataDir, { recursive: true });
  expect(await restoring(dataDir, made.place)).toMatchObject({ head: made.head, setAside: null, recordsSetAside: 0 });
  const store = await openCsvStore({ dataDir });
  onTestFinished(() => store.close());
  expect(await store.head()).toEqual(made.head);
  expect((await store.leads.page({ q: 'lead19' }, { cursor: null, limit: 5 }, 'newest')).total).toBe(1);
  expect(readFileSync(join(dataDir, name), 'utf8')).toBe('From: jo');
  expect(readFileSync(join(dataDir, 'secrets', 'credentials', 'cred_1'), 'utf8')).toBe('hash');
});

test('a backup overwrites nothing and never lies in what it backs up', async () => {
  const { top, dataDir, call } = await open();
  mkdirSync(join(top, 'there'));
  await expect(makeBackup(call, join(top, 'there'))).rejects.toMatchObject({ refusal: { code: 'already_exists' } });
  await expect(makeBackup(call, join(dataDir, 'backup'))).rejects.toMatchObject({ refusal: { code: 'invalid_input' } });
  symlinkSync(dataDir, join(top, 'link'));
  await expect(makeBackup(call, join(top, 'link', 'x', 'backup'))).rejects.toMatchObject({ refusal: { code: 'invalid_input' } });
  expect(readdirSync(top).sort()).toEqual(['data', 'link', 'there']);
});

test('what was set aside is named before, and kept', async () => {
  const { top, dataDir, call, add, close } = await open();
  await add('one');
  const made = await makeBackup(call, join(top, 'b'));
  await add('two');
  await close();
  await expect(restoring(dataDir, made.place, { confirmed: false })).rejects.toMatchObject({ refusal: { code: 'confirmation_missing', details: { recordsSetAside: 2 } } });
  await expect(restoring(dataDir, made.place, { running: ['the worker'] })).rejects.toMatchObject({ refusal: { code: 'wrong_status' } });
  const done = await restoring(dataDir, made.place);
  expect(done).toMatchObject({ recordsSetAside: 2, head: { seq: 1 } });
  expect(existsSync(join(done.setAside ?? '', 'journal', '000001.csv'))).toBe(true);
});

test.each<[string, (place: string) => void]>([
  ['a flipped byte in the journal', (place) => flip(join(place, 'journal', '000001.csv'))],
  ['a flipped byte in a secret', (place) => flip(join(place, 'secrets', 'erasure-key'))],
  ['a file taken away', (place) => rmSync(join(place, 're-engine.json'))],
  ['a file added', (place) => writeFileSync(join(place, 'journal', '000002.csv'), 'x')],
  ['a link added', (place) => symlinkSync('/etc/passwd', join(place, 'secrets', 'x'))],
  ['no manifest', (place) => rmSync(join(place, manifestName))],
  ['a manifest that leads out', (place) => change(place, (text) => text.replace('"re-engine.json"', '"../re-engine.json"'))],
  ['a manifest with an absolute name', (place) => change(place, (text) => text.replace('"re-engine.json"', '"/etc/re-engine.json"'))],
  ['a manifest of a newer version', (place) => change(place, (text) => text.replace('"version": 1', '"version": 2'))],
  ['a manifest that names another head', (place) => change(place, (text) => text.replace(/"hash": "../, '"hash": "zz').replace('zz', '00'))],
  ['half a manifest', (place) => change(place, (text) => text.slice(0, 100))],
])('%s is refused before anything is touched', async (_, spoil) => {
  const { top, dataDir, call, add, close } = await open();
  await add('one');
  const made = await makeBackup(call, join(top, 'b'));
  await verifyBackup(made.place);
  await close();
  spoil(made.place);
  const before = readFileSync(join(dataDir, 'journal', '000001.csv'));
  await expect(restoring(dataDir, made.place)).rejects.toMatchObject({ refusal: { code: expect.stringMatching(/invalid_input|not_found/) } });
  expect(readFileSync(join(dataDir, 'journal', '000001.csv')).equals(before)).toBe(true);
  expect(readdirSync(top).sort()).toEqual(['b', 'data']);
});

function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 5] = bytes[bytes.length - 5]! ^ 1;
  writeFileSync(path, bytes);
}

function change(place: string, edit: (text: string) => string): void {
  writeFileSync(join(place, manifestName), edit(readFileSync(join(place, manifestName), 'utf8')));
}

test('a restore that was cut off between the two renames is finished by the next start', async () => {
  const { dataDir, add, close, top } = await open();
  await add('one');
  await close();
  renameSync(dataDir, `${dataDir}.restoring`);
  const store = await openCsvStore({ dataDir });
  onTestFinished(() => store.close());
  expect((await store.head()).seq).toBe(1);
  expect(readdirSync(top)).toEqual(['data']);
});

test('a store on another folder is refused: other things in it, writable by all, secrets open, somebody else’s', async () => {
  const { top, dataDir, close } = await open();
  await close();
  const strange = join(top, 'strange');
  mkdirSync(strange);
  mkdirSync(join(strange, 'Photos'));
  writeFileSync(join(strange, 'thesis.doc'), 'x');
  await expect(openCsvStore({ dataDir: strange })).rejects.toMatchObject({ code: 'store_unsupported', message: expect.stringContaining('Photos') });
  expect(readdirSync(strange)).toEqual(['Photos', 'thesis.doc']);
  chmodSync(dataDir, 0o777);
  await expect(openCsvStore({ dataDir })).rejects.toMatchObject({ code: 'store_unsupported', message: expect.stringContaining('chmod o-w') });
  chmodSync(dataDir, 0o700);
  chmodSync(join(dataDir, 'secrets', 'erasure-key'), 0o644);
  await expect(openCsvStore({ dataDir })).rejects.toMatchObject({ code: 'store_unsupported', message: expect.stringContaining('chmod -R go=') });
  chmodSync(join(dataDir, 'secrets', 'erasure-key'), 0o600);
  if (process.getuid?.() === 0) {
    chownSync(dataDir, 12345, 12345);
    await expect(openCsvStore({ dataDir })).rejects.toMatchObject({ code: 'store_unsupported', message: expect.stringContaining('another user') });
    chownSync(dataDir, 0, 0);
  }
  const store = await openCsvStore({ dataDir });
  await store.commit({ actor: operator, cause: 'test', correlationId: 'cor', now: 1 }, async () => ({ events: on('channel', 'email', [{ type: 'ChannelPaused', reason: 'x' }]), result: null }));
  await store.close();
});
