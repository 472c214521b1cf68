import { accessSync, constants, existsSync, mkdirSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Fault } from '#lib/errors.ts';
import { codeOf, readFileIfThere } from '../journal/files.ts';
import { replaceFile } from '../journal/replace-file.ts';
import { finishRestore } from '../journal/restoring.ts';

/** The folder that holds everything: what is in it, whose it is, and whether this version may touch it. */

const product = 'RE Engine';
/** Grows when an older version could no longer read what a newer one wrote. */
const version = 1;

export const folders = {
  journal: 'journal', run: 'run', credentials: 'secrets/credentials', artifacts: 'artifacts',
} as const;

/** Makes the folder ready. Changes nothing in one that is not ours, not for this version, or not safe to use. */
export function prepareDataFolder(dataDir: string): void {
  try {
    finishRestore(resolve(dataDir));
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    checkPlace(dataDir);
    checkMarker(dataDir);
    for (const folder of Object.values(folders)) mkdirSync(join(dataDir, folder), { recursive: true, mode: 0o700 });
    accessSync(join(dataDir, folders.journal), constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw error instanceof Fault ? error : new Fault('store_unwritable', `${dataDir} cannot be used for data: ${reason(error)}`, { retryable: false, cause: error });
  }
}

const unsupported = (why: string) => new Fault('store_unsupported', why, { retryable: false });

/** Kinds of file system (statfs(2)) on which several machines may write and an append is not one step, so two commits could tear each other. */
const sharedKinds: ReadonlyMap<number, string> = new Map([[0x6969, 'NFS'], [0x517b, 'SMB'], [0xff534d42, 'CIFS'], [0xfe534d42, 'SMB'], [0x01021997, '9p'], [0x5346414f, 'AFS'], [0x73757245, 'Coda']]);
function checkPlace(dataDir: string): void {
  const found = statSync(dataDir);
  if (!found.isDirectory()) throw unsupported(`${dataDir} is not a folder. Set RE_DATA_DIR to a folder.`);
  const kind = sharedKinds.get(Number(statfsSync(dataDir).type) >>> 0);
  if (kind !== undefined) throw unsupported(`${dataDir} lies on ${kind}, where an append is not one step and a sync may not reach the disk: commits could be lost. Set RE_DATA_DIR to a folder on a disk of this machine.`);
  const own = process.getuid?.();
  if (own !== undefined && found.uid !== own) throw unsupported(`${dataDir} belongs to another user (id ${found.uid}, this is ${own}). Start as that user, or give the folder to this one.`);
  if ((found.mode & 0o002) !== 0) throw unsupported(`Everybody may write to ${dataDir}. Take that right away: chmod o-w ${dataDir}`);
  const open = openSecret(join(dataDir, 'secrets'));
  if (open !== undefined) throw unsupported(`Others may read the secret ${open}. Take that right away: chmod -R go= ${join(dataDir, 'secrets')}`);
}

/** A file with a secret in it that others than its owner may read. */
function openSecret(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.find((path) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0);
}

/**
 * Folders that may stand in one that nobody has used yet: what a checkout brings, and what the start makes before the store is opened. Any
 * other folder says that the place is somebody's; a loose file (a list to be imported) does not.
 */
const harmless: ReadonlySet<string> = new Set(['seed', 'secrets', 'lost+found', ...Object.values(folders)]);

function checkMarker(dataDir: string): void {
  const path = join(dataDir, 're-engine.json');
  const text = readFileIfThere(path)?.toString('utf8');
  if (text === undefined) {
    const stranger = readdirSync(dataDir, { withFileTypes: true }).find((entry) => entry.isDirectory() && !harmless.has(entry.name))?.name;
    if (stranger !== undefined) throw unsupported(`${dataDir} holds other things (${stranger}) and is no data folder of ${product}. Set RE_DATA_DIR to an empty folder or one that is not there yet.`);
    replaceFile(path, `${JSON.stringify({ product, version })}\n`);
    return;
  }
  const marker = parsed(text);
  if (marker?.['product'] !== product) throw unsupported(`${path} says that this folder belongs to something else. Set RE_DATA_DIR to another folder.`);
  if (marker['version'] !== version) throw unsupported(`${path} says version ${String(marker['version'])}; this program reads version ${version}. Start the program that wrote it.`);
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function reason(error: unknown): string {
  const known: Readonly<Record<string, string>> = {
    EACCES: 'no right to write there. Give the folder to the user who runs this, or set RE_DATA_DIR to another.',
    EPERM: 'no right to write there. Give the folder to the user who runs this, or set RE_DATA_DIR to another.',
    EROFS: 'the file system is read-only. Set RE_DATA_DIR to a folder that can be written.',
    ENOSPC: 'the disk is full. Free some space and start again.',
    ENOTDIR: 'a part of the path is a file. Set RE_DATA_DIR to a folder.',
    EEXIST: 'there is a file of that name. Set RE_DATA_DIR to a folder.',
    EMFILE: 'this process has too many open files. Raise the limit (ulimit -n) and start again.',
  };
  return known[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}
