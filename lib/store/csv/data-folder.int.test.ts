import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { on } from '../event.ts';
import { checkDataFolder } from './data-folder.ts';
import { openCsvStore } from './open-store.ts';

/** A data folder that cannot be trusted is refused, with what would lift it, and nothing in it changes. */

const actor = { kind: 'worker', id: 'test', name: 'test' } as const;
const isRoot = process.getuid?.() === 0;

async function used(): Promise<{ top: string; dataDir: string }> {
  const top = mkdtempSync(join(tmpdir(), 're-folder-'));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const dataDir = join(top, 'data');
  const store = await openCsvStore({ dataDir });
  await store.commit({ actor, cause: 'test', correlationId: 'cor', now: 1 }, async () => ({ events: on('channel', 'email', [{ type: 'ChannelPaused', reason: 'x' }]), result: null }));
  await store.close();
  return { top, dataDir };
}

/** Names, modes, owners and bytes of everything. */
function picture(folder: string): string[] {
  return [folder, ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))].sort().map((path) => {
    const { mode, uid, gid, mtimeMs } = statSync(path);
    return [path, mode, uid, gid, mtimeMs, statSync(path).isFile() ? readFileSync(path, 'base64') : ''].join(' ');
  });
}

const marker = (text: string) => (dataDir: string) => writeFileSync(join(dataDir, 're-engine.json'), text);

test.each<[string, (dataDir: string) => void, RegExp]>([
  ['of a newer version', marker('{"product":"RE Engine","version":2}'), /version 2; this program reads version 1. Start the newer program/],
  ['of another product', marker('{"product":"Something","version":1}'), /belongs to something else.*RE_DATA_DIR/],
  ['with a marker cut short', marker('{"product":"RE En'), /belongs to something else/],
  ['with an empty marker', marker(''), /belongs to something else/],
  ['with other things and no marker', (dataDir) => (rmSync(join(dataDir, 're-engine.json')), mkdirSync(join(dataDir, 'thesis'))), /holds other things \(thesis\)/],
  ['that everybody may write to', (dataDir) => chmodSync(dataDir, 0o777), /chmod o-w/],
  ['whose secrets others may read', (dataDir) => chmodSync(join(dataDir, 'secrets', 'erasure-key'), 0o640), /chmod -R go=/],
])('a folder %s is refused', async (_, spoil, why) => {
  const { dataDir } = await used();
  spoil(dataDir);
  const before = picture(dataDir);
  await expect(openCsvStore({ dataDir })).rejects.toMatchObject({ code: 'store_unsupported', retryable: false, message: expect.stringMatching(why) });
  expect(() => checkDataFolder(dataDir)).toThrow(why);
  expect(picture(dataDir)).toEqual(before);
});

test.runIf(isRoot).each<[string, (dataDir: string) => void, RegExp]>([
  ['of another user', (dataDir) => chownSync(dataDir, 12345, 12345), /another user \(id 12345, this is 0\)/],
  ['that a group of others may write to', (dataDir) => (chownSync(dataDir, 0, 12345), chmodSync(dataDir, 0o770)), /chmod g-w/],
])('a folder %s is refused', async (_, spoil, why) => {
  const { dataDir } = await used();
  spoil(dataDir);
  const before = picture(dataDir);
  await expect(openCsvStore({ dataDir })).rejects.toMatchObject({ code: 'store_unsupported', message: expect.stringMatching(why) });
  expect(picture(dataDir)).toEqual(before);
});

test('the group that is a user’s own may write, as a checkout makes it on many systems', async () => {
  const { dataDir } = await used();
  if (process.getuid?.() === process.getgid?.()) {
    chmodSync(dataDir, 0o775);
    await (await openCsvStore({ dataDir })).close();
  }
  chmodSync(dataDir, 0o755);
  await (await openCsvStore({ dataDir })).close();
});

test('a folder that is a file, or a link to nothing, is told as what it is', async () => {
  const { top } = await used();
  writeFileSync(join(top, 'file'), 'x');
  await expect(openCsvStore({ dataDir: join(top, 'file') })).rejects.toMatchObject({ code: 'store_unsupported', message: expect.stringContaining('is not a folder') });
  symlinkSync('nowhere', join(top, 'link'));
  await expect(openCsvStore({ dataDir: join(top, 'link') })).rejects.toMatchObject({ code: 'store_unwritable' });
});

/** A mount of a kind that needs no daemon, to see that the kind is asked of the system and not guessed from a name. */
function mounted(type: string): string | null {
  const place = mkdtempSync(join(tmpdir(), 're-mount-'));
  try {
    execFileSync('mount', ['-t', type, 'none', place], { stdio: 'pipe' });
  } catch (error) {
    rmSync(place, { recursive: true });
    process.stderr.write(`not run: no ${type} can be mounted here (${error instanceof Error ? error.message.split('\n')[0] : ''})\n`);
    return null;
  }
  onTestFinished(() => {
    execFileSync('umount', [place]);
    rmSync(place, { recursive: true });
  });
  return place;
}

test('on a disk in memory it works: what that loses, a restart of the machine loses', async (context) => {
  const place = mounted('tmpfs');
  if (place === null) return context.skip();
  const store = await openCsvStore({ dataDir: join(place, 'data') });
  await store.close();
  expect(existsSync(join(place, 'data', 'journal', '000001.csv'))).toBe(true);
});

test('on a FAT disk it is refused before a folder is made, unless somebody takes the risk', async (context) => {
  const image = mkdtempSync(join(tmpdir(), 're-image-'));
  onTestFinished(() => rmSync(image, { recursive: true, force: true }));
  const place = join(image, 'mnt');
  mkdirSync(place);
  try {
    execFileSync('truncate', ['-s', '4M', join(image, 'disk')]);
    execFileSync('mkfs.vfat', [join(image, 'disk')], { stdio: 'pipe' });
    execFileSync('mount', ['-o', 'loop', join(image, 'disk'), place], { stdio: 'pipe' });
  } catch (error) {
    process.stderr.write(`not run: no FAT disk can be made here (${error instanceof Error ? error.message.split('\n')[0] : ''})\n`);
    return context.skip();
  }
  try {
    await expect(openCsvStore({ dataDir: join(place, 'data') })).rejects.toMatchObject({ code: 'store_unsupported', message: expect.stringMatching(/lies on FAT.*RE_DATA_FS=any/) });
    expect(readdirSync(place)).toEqual([]);
  } finally {
    execFileSync('umount', [place]);
  }
});

test('a folder whose journal somebody took away is damaged: no empty one takes its place', async () => {
  const { dataDir } = await used();
  rmSync(join(dataDir, 'journal'), { recursive: true });
  const before = picture(dataDir);
  await expect(openCsvStore({ dataDir })).rejects.toMatchObject({ code: 'store_damaged', message: expect.stringMatching(/journal is not there.*Put it back, or restore the newest backup/) });
  expect(picture(dataDir)).toEqual(before);
});
