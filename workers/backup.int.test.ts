import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { verifyBackup } from '#lib/backup/verify-backup.ts';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import { on } from '#lib/store/event.ts';

/** Backup and restore as an operator runs them: processes that are killed, disks that are full, folders that are in use. */

const cli = join(import.meta.dirname, 'cli.ts');
const racingWriter = resolve(import.meta.dirname, '..', 'lib', 'store', 'csv', 'racing-writer.ts');
let top: string;
let dataDir: string;
const disks: string[] = [];

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 're-backup-cli-'));
  dataDir = join(top, 'data');
  return () => {
    for (const disk of disks.splice(0)) execFileSync('umount', [disk]);
    rmSync(top, { recursive: true, force: true });
  };
});

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
}

function start(args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, RE_DATA_DIR: dataDir, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const parts = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (parts.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (parts.err += text));
  return { child, ended: new Promise((done) => child.once('close', (code) => done({ code, ...parts }))) };
}

const re = (...args: string[]) => start(args).ended;

async function fill(commits: number, artifacts: number): Promise<void> {
  const store = await openCsvStore({ dataDir, segmentBytesMax: 300_000 });
  for (let i = 0; i < commits; i += 100)
    await Promise.all(Array.from({ length: 100 }, (_, k) =>
      store.commit({ actor: { kind: 'worker', id: 't', name: 't' }, cause: `c${i + k}`, correlationId: 'c', now: i }, async () => ({ events: on('channel', `c${k}`, [{ type: 'WatermarkMoved', source: 's', cursor: String(i), why: 'x'.repeat(200) }]), result: null })),
    ));
  await store.close();
  mkdirSync(join(dataDir, 'artifacts', 'mail'), { recursive: true });
  for (let i = 0; i < artifacts; i++) appendFileSync(join(dataDir, 'artifacts', 'mail', `${i}.eml`), `From: ${i}`);
}

test('made, listed and restored, in words and as JSON', async () => {
  await fill(100, 3);
  const place = join(top, 'b');
  expect(await re('backup', place)).toMatchObject({ code: 0, out: expect.stringMatching(/^Backup of 100 records and \d+ files \(0\.\d MB\), verified: .*\/b\nIt holds secrets/) });
  expect(await re('backup', place)).toMatchObject({ code: 1, err: expect.stringContaining('overwrites nothing') });
  const listed = JSON.parse((await re('backup', '--list', '--json')).out) as { items: object[] };
  expect(listed.items).toMatchObject([{ place, headSeq: 100, there: true }]);
  expect(await re('restore', place)).toMatchObject({ code: 1, err: expect.stringContaining('1 record would be set aside') });
  const restored = await re('restore', place, '--yes', '--json');
  expect([restored.code, restored.err]).toEqual([0, '']);
  expect(JSON.parse(restored.out)).toMatchObject({ head: { seq: 100 }, recordsSetAside: 1, setAside: expect.stringContaining('data.before-restore-'), unsigned: null, stillInUse: [] });
  expect(await re('audit', 'verify')).toMatchObject({ code: 0 });
  rmSync(place, { recursive: true });
  expect((await re('backup', '--list')).out).toMatch(/100 records .*\/b {2}\(not there any more\)/);
});

test('a backup that is killed at any moment is no backup, and the next one is whole and clears up', { timeout: 120_000 }, async () => {
  await fill(1000, 400);
  let killed = 0;
  for (let round = 0; round < 6; round++) {
    const place = join(top, 'backups', `b${round}`);
    const { child, ended } = start(['backup', place]);
    const partial = () => (existsSync(join(top, 'backups')) ? readdirSync(join(top, 'backups')).find((name) => name.includes(`.${child.pid}.partial`)) : undefined);
    const files = () => (partial() === undefined ? 0 : readdirSync(join(top, 'backups', partial()!), { recursive: true }).length);
    await expect.poll(() => child.exitCode !== null || files() > round * 60, { interval: 1, timeout: 20_000 }).toBe(true);
    child.kill('SIGKILL');
    await ended;
    if (!existsSync(place)) killed += 1;
    else await verifyBackup(place);
  }
  expect(killed).toBeGreaterThan(2);
  const last = join(top, 'backups', 'last');
  expect(await re('backup', last)).toMatchObject({ code: 0 });
  await verifyBackup(last);
  expect(readdirSync(join(top, 'backups')).filter((name) => name.endsWith('.partial'))).toEqual([]);
  expect((await verifyJournal(dataDir)).ok).toBe(true);
});

test('a restore that is killed at any moment leaves the old folder or the new one, and can be done again', { timeout: 120_000 }, async () => {
  await fill(600, 300);
  const place = join(top, 'b');
  await re('backup', place);
  const { manifest } = await verifyBackup(place);
  await fill(100, 0);
  const original = join(top, 'original');
  cpSync(dataDir, original, { recursive: true });
  const outcomes: string[] = [];
  for (let round = 0; round < 8; round++) {
    for (const name of readdirSync(top).filter((each) => /^data/.test(each))) rmSync(join(top, name), { recursive: true });
    cpSync(original, dataDir, { recursive: true });
    const { child, ended } = start(['restore', place, '--yes']);
    const copied = () => (existsSync(`${dataDir}.restoring.partial`) ? filesBelow(`${dataDir}.restoring.partial`) : 0);
    const isAside = () => readdirSync(top).some((name) => name.includes('before-restore'));
    const moment = round < 5 ? () => copied() > round * 65 : () => isAside() || existsSync(`${dataDir}.restoring`);
    await expect.poll(() => child.exitCode !== null || moment(), { interval: 1, timeout: 20_000 }).toBe(true);
    child.kill('SIGKILL');
    await ended;
    const store = await openCsvStore({ dataDir });
    const [atBackup] = await store.hashesAt([manifest.head.seq]);
    expect(atBackup).toBe(manifest.head.hash);
    outcomes.push(isAside() ? 'new' : 'old');
    if (!isAside()) expect((await store.head()).seq).toBeGreaterThan(700);
    await store.close();
    expect((await verifyJournal(dataDir)).ok).toBe(true);
    expect(await re('restore', place, '--yes')).toMatchObject({ code: 0 });
    expect(readdirSync(top).filter((name) => name.includes('restoring'))).toEqual([]);
  }
  expect(new Set(outcomes)).toContain('old');
});

/** Names that vanish while they are read do not matter here. */
function filesBelow(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true }).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return 0;
  }
}

test('a process that uses the folder keeps it from being replaced, also one that stands still', async () => {
  await fill(100, 0);
  const place = join(top, 'b');
  await re('backup', place);
  const told = join(top, 'told');
  const writer = spawn(process.execPath, [racingWriter, dataDir, 'w', '1000000', told], { stdio: 'ignore' });
  onTestFinished(() => void writer.kill('SIGKILL'));
  await expect.poll(() => existsSync(told), { timeout: 20_000 }).toBe(true);
  writer.kill('SIGSTOP');
  const refused = await re('restore', place, '--yes', '--json');
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'wrong_status', message: expect.stringContaining(`process ${writer.pid}`) } });
  writer.kill('SIGKILL');
  await new Promise((done) => writer.once('close', done));
  expect(await re('restore', place, '--yes')).toMatchObject({ code: 0 });
});

/** A disk of this size, or null where this user may not mount one. */
function smallDisk(size: string): string | null {
  const place = join(top, 'disk');
  mkdirSync(place);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', place], { stdio: 'pipe' });
  } catch (error) {
    process.stderr.write(`not run: no disk can be mounted here (${error instanceof Error ? error.message.split('\n')[0] : ''})\n`);
    return null;
  }
  disks.push(place);
  return place;
}

test('on a disk that fills up nothing is left of a backup, and the data folder does not change', async (context) => {
  await fill(100, 400);
  const disk = smallDisk('600k');
  if (disk === null) return context.skip();
  const before = readFileSync(join(dataDir, 'journal', '000001.csv'));
  expect(await re('backup', join(disk, 'b'))).toMatchObject({ code: 1, err: expect.stringMatching(/could not be written: the disk is full\. Nothing is left of it/) });
  expect(readdirSync(disk)).toEqual([]);
  expect(readFileSync(join(dataDir, 'journal', '000001.csv')).equals(before)).toBe(true);
});

test('too little space is told before anything is copied', async (context) => {
  await fill(5000, 0);
  const disk = smallDisk('600k');
  if (disk === null) return context.skip();
  expect(await re('backup', join(disk, 'b'))).toMatchObject({ code: 1, err: expect.stringMatching(/1 MB free .* needs \d+ MB/) });
  expect(readdirSync(disk)).toEqual([]);
});

test('a disk that fills up during a restore leaves the data folder as it was', async (context) => {
  await fill(100, 300);
  await re('backup', join(top, 'b'));
  const disk = smallDisk('1200k');
  if (disk === null) return context.skip();
  const onDisk = join(disk, 'data');
  mkdirSync(join(onDisk, 'seed'), { recursive: true });
  const { code, err } = await start(['restore', join(top, 'b')], { RE_DATA_DIR: onDisk, RE_SIGNING_KEY_FILE: join(top, 'keys', 'head.pem') }).ended;
  expect([code, err]).toEqual([1, expect.stringMatching(/could not be put in place: the disk is full\. The data folder is as it was\./)]);
  expect(readdirSync(disk)).toEqual(['data']);
  expect(readdirSync(onDisk)).toEqual(['seed']);
});

test('the doctor says what is wrong with a folder, and that a restore was cut off', async () => {
  await fill(100, 0);
  execFileSync('chmod', ['o+w', dataDir]);
  expect(await re('doctor')).toMatchObject({ code: 1, out: expect.stringMatching(/failed {2}Data folder: Everybody may write to .*chmod o-w/) });
  execFileSync('chmod', ['o-w', dataDir]);
  mkdirSync(`${dataDir}.restoring.partial`);
  expect(await re('doctor')).toMatchObject({ code: 1, out: expect.stringMatching(/failed {2}Restore: one did not come to its end/) });
});
