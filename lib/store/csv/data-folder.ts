import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Fault } from '#lib/errors.ts';
import { codeOf, readFileIfThere } from '../journal/files.ts';
import { replaceFile } from '../journal/replace-file.ts';
import { finishRestore, unfinishedRestore } from '../journal/restoring.ts';
import { lackOf } from './file-system.ts';

/** The folder that holds everything: what is in it, whose it is, and whether this version may touch it. */

const product = 'RE Engine';
/** Grows when an older version could no longer read what a newer one wrote. */
const version = 1;

export const folders = {
  journal: 'journal', run: 'run', credentials: 'secrets/credentials', artifacts: 'artifacts',
} as const;

export interface FolderOptions {
  /** Somebody takes the risk of a file system that may lose or tear commits. */
  readonly anyFileSystem?: boolean;
}

/** Makes the folder ready. Changes nothing in one that is not ours, not for this version, or not safe to use. */
export function prepareDataFolder(dataDir: string, options: FolderOptions = {}): void {
  try {
    tellOfRestore(dataDir, finishRestore(dataDir));
    checkDataFolder(dataDir, options);
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (!existsSync(markerOf(dataDir))) replaceFile(markerOf(dataDir), `${JSON.stringify({ product, version })}\n`);
    for (const folder of Object.values(folders)) mkdirSync(join(dataDir, folder), { recursive: true, mode: 0o700 });
    accessSync(join(dataDir, folders.journal), constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw error instanceof Fault ? error : new Fault('store_unwritable', `${dataDir} cannot be used for data: ${reason(error)}`, { retryable: false, cause: error });
  }
}

/** Whether a folder that is there may be used. Throws `store_unsupported` with what would lift it; changes nothing. */
export function checkDataFolder(dataDir: string, options: FolderOptions = {}): void {
  if (!existsSync(dataDir)) return checkFileSystem(above(resolve(dataDir)), dataDir, options);
  checkPlace(dataDir, options);
  checkMarker(dataDir);
  checkJournal(dataDir);
}

/** The journal's folder is made before all others: where they are and it is not, somebody took the history away. It is looked for last: another process may be making them just now, which only the race campaign meets. */
function checkJournal(dataDir: string): void {
  if (!existsSync(join(dataDir, folders.artifacts)) || existsSync(join(dataDir, folders.journal))) return;
  throw new Fault('store_damaged', `${join(dataDir, folders.journal)} is not there, and other parts of the data folder are. Nothing was changed. Put it back, or restore the newest backup; to start over, delete all of ${dataDir}.`, { retryable: false });
}

function tellOfRestore(dataDir: string, outcome: 'finished' | 'nothing'): void {
  if (outcome === 'finished') process.emitWarning(`A restore that was cut off is finished: ${dataDir} holds the backup, and what was there before lies beside it. Then say so to the signed heads: npm run -s re -- audit accept`, { code: 'RE_RESTORE' });
  const left = unfinishedRestore(dataDir);
  if (left !== null) process.emitWarning(`A restore did not come to its end: ${dataDir} is as it was before it. Restore again, or delete ${left}`, { code: 'RE_RESTORE' });
}

const markerOf = (dataDir: string) => join(dataDir, 're-engine.json');

const unsupported = (why: string) => new Fault('store_unsupported', why, { retryable: false });

/** The nearest folder that is there. */
function above(path: string): string {
  const folder = dirname(path);
  return existsSync(folder) || folder === path ? folder : above(folder);
}

function checkFileSystem(place: string, dataDir: string, { anyFileSystem = false }: FolderOptions): void {
  const lack = lackOf(place);
  if (lack?.loses === 'commits' && !anyFileSystem)
    throw unsupported(`${dataDir} lies on ${lack.name}, ${lack.lack}: what was recorded could be lost. Set RE_DATA_DIR to a folder on a disk of this machine, or RE_DATA_FS=any to take that risk.`);
}

function checkPlace(dataDir: string, options: FolderOptions): void {
  const found = statSync(dataDir);
  if (!found.isDirectory()) throw unsupported(`${dataDir} is not a folder. Set RE_DATA_DIR to a folder.`);
  checkFileSystem(dataDir, dataDir, options);
  checkOwner(dataDir, found, process.getuid?.());
  const open = openSecret(join(dataDir, 'secrets'));
  if (open !== undefined) throw unsupported(`Others may read the secret ${open}. Take that right away: chmod -R go= ${join(dataDir, 'secrets')}`);
}

/** A group that has the same number as its only member is that user's own, as most systems make them; any other may have members. */
function checkOwner(dataDir: string, { uid, gid, mode }: { uid: number; gid: number; mode: number }, own: number | undefined): void {
  if (own === undefined) return;
  if (uid !== own) throw unsupported(`${dataDir} belongs to another user (id ${uid}, this is ${own}). Start as that user, or give the folder to this one: chown -R ${own} ${dataDir}`);
  if ((mode & 0o002) !== 0) throw unsupported(`Everybody may write to ${dataDir}. Take that right away: chmod o-w ${dataDir}`);
  if ((mode & 0o020) !== 0 && gid !== own) throw unsupported(`The group ${gid} may write to ${dataDir}. Take that right away: chmod g-w ${dataDir}`);
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
  const path = markerOf(dataDir);
  const text = readFileIfThere(path)?.toString('utf8');
  if (text === undefined) {
    const stranger = readdirSync(dataDir, { withFileTypes: true }).find((entry) => entry.isDirectory() && !harmless.has(entry.name))?.name;
    if (stranger !== undefined) throw unsupported(`${dataDir} holds other things (${stranger}) and is no data folder of ${product}. Set RE_DATA_DIR to an empty folder or one that is not there yet.`);
    return;
  }
  const marker = parsed(text);
  if (marker?.['product'] !== product) throw unsupported(`${path} says that this folder belongs to something else. Set RE_DATA_DIR to another folder.`);
  if (marker['version'] === version) return;
  const isNewer = Number(marker['version']) > version;
  throw unsupported(`${path} says version ${String(marker['version'])}; this program reads version ${version}. ${isNewer ? 'Start the newer program that wrote it.' : 'Put the file back from a backup.'}`);
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
