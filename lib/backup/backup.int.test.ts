import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { addUser } from '#lib/accounts/add-user.ts';
import { setPassword } from '#lib/accounts/set-password.ts';
import { eraseLead } from '#lib/erasure/erase-lead.ts';
import { cutToLastCommit } from './journal-prefix.ts';
import { backupsFolder, leftovers, makeBackup } from './make-backup.ts';
import { manifestName } from './manifest.ts';
import { verifyBackup } from './verify-backup.ts';
import { openAt, openWorkspace, restoring } from './testing/workspace-to-copy.ts';

const racingWriter = resolve(import.meta.dirname, '..', 'store', 'csv', 'racing-writer.ts');
const lines = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []);

test('a backup made while two processes write has every commit that was acknowledged before it began, and ends with a whole one', { timeout: 60_000 }, async () => {
  const { top, dataDir, call } = await openWorkspace();
  const told = ['a', 'b'].map((name) => join(top, `told-${name}`));
  const writers = told.map((path, i) => spawn(process.execPath, [racingWriter, dataDir, `w${i}`, '1000000', path, '4'], { stdio: ['ignore', 'inherit', 'inherit'] }));
  onTestFinished(() => writers.forEach((writer) => void writer.kill('SIGKILL')));
  for (let round = 0; round < 3; round++) {
    const enough = 20 * (round + 1);
    await expect.poll(() => Math.min(...told.map((path) => lines(path).length)), { timeout: 30_000 }).toBeGreaterThan(enough);
    const acknowledged = told.flatMap(lines);
    const { place, head } = await makeBackup(call, join(top, `backup-${round}`));
    const journal = readdirSync(join(place, 'journal')).sort().map((name) => readFileSync(join(place, 'journal', name), 'utf8')).join('');
    expect(acknowledged.filter((id) => !journal.includes(`,${id},`))).toEqual([]);
    const { manifest } = await verifyBackup(place);
    expect(manifest.head).toEqual(head);
    expect(journal.trimEnd().endsWith(head.hash)).toBe(true);
    expect((await call.world.store.hashesAt([head.seq]))[0]).toBe(head.hash);
  }
});

test('everything that cannot be made again is in it, for the owner only, and a password that was changed meanwhile works', async () => {
  const { top, dataDir, world, call, add } = await openWorkspace();
  const artifact = await world.artifacts.put('mail', 'eml', Buffer.from('From: jo'));
  const user = await addUser(call, { email: 'ana@example.com', name: 'Ana', role: 'admin', password: 'correct horse battery' });
  await add('one');
  writeFileSync(join(dataDir, 'secrets', 'nextauth-secret'), 'x'.repeat(48), { mode: 0o600 });
  writeFileSync(join(dataDir, 'leads.csv'), 'made again');
  writeFileSync(join(dataDir, 'leads.edited-20261123.csv'), 'by hand');
  const [made] = await Promise.all([makeBackup(call, join(top, 'b')), setPassword(call, { id: user.id, password: 'another long password' })]);
  const { manifest } = await verifyBackup(made.place);
  const paths = manifest.files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['journal/000001.csv', 're-engine.json', 'secrets/erasure-key', artifact, 'leads.edited-20261123.csv']));
  expect(paths.filter((path) => path.startsWith('run/') || path === 'leads.csv' || path.includes('nextauth'))).toEqual([]);
  for (const path of [...paths, manifestName]) expect(statSync(join(made.place, path)).mode & 0o777).toBe(0o600);
  await restoring(join(top, 'second'), made.place);
  const { world: restored } = await openAt(join(top, 'second'));
  const { credentialId } = (await restored.store.accounts.userByEmail('ana@example.com')) ?? {};
  expect(await restored.vault.get(credentialId ?? '')).toMatch(/^\$|argon|scrypt/);
});

test('by itself it goes beside the data folder, under its time and last record; what was made is listed in the journal', async () => {
  const { dataDir, call, add, world } = await openWorkspace();
  await add('one');
  const made = await makeBackup(call, undefined);
  expect(made.place).toMatch(new RegExp(`^${backupsFolder(dataDir)}/\\d{8}T\\d{6}Z-1$`));
  expect((await world.store.workspace.get()).backups).toMatchObject([{ place: made.place, headSeq: 1, headHash: made.head.hash, bytes: made.bytes }]);
});

test('a copy that ends in a line, or between the records of one commit, is cut behind the last whole commit', async () => {
  const { top, dataDir, call, add, close } = await openWorkspace();
  await add('one');
  const user = await addUser(call, { email: 'ana@example.com', name: 'Ana', role: 'admin' });
  await call.world.store.commit({ actor: call.actor, cause: 'two', correlationId: 'c', now: Date.now() }, async () => ({
    events: [{ subject: { kind: 'user', id: user.id }, event: { type: 'UserSignedIn' } }, { subject: { kind: 'user', id: user.id }, event: { type: 'UserSignedIn' } }], result: null,
  }));
  await close();
  const whole = readFileSync(join(dataDir, 'journal', '000001.csv'));
  const ends = [...whole.entries()].flatMap(([i, byte]) => (byte === 10 ? [i + 1] : []));
  const lastCommits = [ends[1], ends[2]] as number[];
  const between = ends[3] as number;
  const copy = join(top, 'copy', 'journal');
  mkdirSync(copy, { recursive: true });
  for (const cut of [lastCommits[1]! + 1, between - 1, between, between + 1, whole.length - 1]) {
    writeFileSync(join(copy, '000001.csv'), whole.subarray(0, cut));
    const head = await cutToLastCommit(copy);
    expect([cut, head.seq, statSync(join(copy, '000001.csv')).size]).toEqual([cut, 2, lastCommits[1]]);
    expect(await verifyJournal(join(top, 'copy'))).toMatchObject({ ok: true, head });
  }
  writeFileSync(join(copy, '000001.csv'), whole);
  expect((await cutToLastCommit(copy)).seq).toBe(4);
  whole[whole.length - 3] = whole[whole.length - 3]! ^ 1;
  writeFileSync(join(copy, '000001.csv'), whole);
  await expect(cutToLastCommit(copy)).rejects.toMatchObject({ code: 'store_damaged' });
});

test('closed files are backed up compressed as they are', async () => {
  const { top, call, add, world } = await openWorkspace();
  const lead = await add('one');
  await add('two');
  await eraseLead(call, { leadId: lead.id, reason: 'asked', confirm: true });
  await world.store.archive({ keep: 0 });
  const made = await makeBackup(call, join(top, 'b'));
  expect((await verifyBackup(made.place)).manifest.files.map(({ path }) => path)).toEqual(expect.arrayContaining(['journal/000001.csv.gz', 'journal/000002.csv']));
  await restoring(join(top, 'second'), made.place);
  const { world: restored } = await openAt(join(top, 'second'));
  expect((await restored.store.leads.page({}, { cursor: null, limit: 9 }, 'newest')).items.map(({ name }) => name)).toEqual(['two']);
});

test('a backup overwrites nothing and never lies in what it backs up', async () => {
  const { top, dataDir, call } = await openWorkspace();
  mkdirSync(join(top, 'there'));
  await expect(makeBackup(call, join(top, 'there'))).rejects.toMatchObject({ refusal: { code: 'already_exists' } });
  await expect(makeBackup(call, join(dataDir, 'backup'))).rejects.toMatchObject({ refusal: { code: 'invalid_input' } });
  symlinkSync(dataDir, join(top, 'link'));
  await expect(makeBackup(call, join(top, 'link', 'x', 'backup'))).rejects.toMatchObject({ refusal: { code: 'invalid_input' } });
  expect(readdirSync(top).sort()).toEqual(['data', 'link', 'there']);
});

test('a backup during which somebody is erased is thrown away: the erasure could not have named it', async () => {
  const { top, call, add, world } = await openWorkspace();
  const lead = await add('one');
  let erasing: Promise<unknown> | null = null;
  const onProgress = (what: string) => {
    if (what === 'checking what was written') erasing = eraseLead(call, { leadId: lead.id, reason: 'asked', confirm: true });
  };
  await expect(makeBackup(call, join(top, 'b'), { onProgress })).rejects.toMatchObject({ refusal: { code: 'wrong_status', lift: 'Make it again.' } });
  await erasing;
  expect(readdirSync(top)).toEqual(['data']);
  expect((await world.store.workspace.get()).backups).toEqual([]);
  const made = await makeBackup(call, join(top, 'b'));
  expect(readFileSync(join(made.place, 'journal', '000001.csv'), 'utf8')).not.toContain('one@example.org');
});

test('what a backup that was killed left behind is taken away by the next one', async () => {
  const { top, call } = await openWorkspace();
  const left = join(top, `.old.${hostname().replaceAll('.', '-')}.4194301.partial`);
  const elsewhere = join(top, '.old.another-host.4194301.partial');
  for (const path of [left, elsewhere]) mkdirSync(join(path, 'journal'), { recursive: true });
  expect(leftovers(top)).toEqual([left]);
  await makeBackup(call, join(top, 'b'));
  expect(readdirSync(top).sort()).toEqual([elsewhere.slice(top.length + 1), 'b', 'data']);
});

test('a link in the data folder is told, not followed', async () => {
  const { top, dataDir, call } = await openWorkspace();
  symlinkSync('/etc', join(dataDir, 'artifacts', 'etc'));
  await expect(makeBackup(call, join(top, 'b'))).rejects.toMatchObject({ refusal: { code: 'invalid_input', message: expect.stringContaining('artifacts/etc') } });
  expect(readdirSync(top)).toEqual(['data']);
  rmSync(join(dataDir, 'artifacts', 'etc'));
});
