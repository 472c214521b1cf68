import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#lib/errors.ts';
import { codeOf, readFileIfThere } from '../journal/files.ts';
import { replaceFile } from '../journal/replace-file.ts';

/** The folder that holds everything: what is in it, whose it is, and whether this version may touch it. */

const product = 'RE Engine';
/** Grows when an older version could no longer read what a newer one wrote. */
const version = 1;

export const folders = {
  journal: 'journal', run: 'run', credentials: 'secrets/credentials', artifacts: 'artifacts',
} as const;

/** Makes the folder ready. Changes nothing in one that is not ours or not for this version. */
export function prepareDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    checkMarker(dataDir);
    for (const folder of Object.values(folders)) mkdirSync(join(dataDir, folder), { recursive: true, mode: 0o700 });
    accessSync(join(dataDir, folders.journal), constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw error instanceof Fault ? error : new Fault('store_unwritable', `${dataDir} cannot be used for data: ${reason(error)}`, { retryable: false, cause: error });
  }
}

function checkMarker(dataDir: string): void {
  if (!statSync(dataDir).isDirectory()) throw new Fault('store_unsupported', `${dataDir} is not a folder. Set RE_DATA_DIR to a folder.`, { retryable: false });
  const path = join(dataDir, 're-engine.json');
  const text = readFileIfThere(path)?.toString('utf8');
  if (text === undefined) {
    replaceFile(path, `${JSON.stringify({ product, version })}\n`);
    return;
  }
  const marker = parsed(text);
  if (marker?.['product'] !== product)
    throw new Fault('store_unsupported', `${path} says that this folder belongs to something else. Set RE_DATA_DIR to another folder.`, { retryable: false });
  if (marker['version'] !== version)
    throw new Fault('store_unsupported', `${path} says version ${String(marker['version'])}; this program reads version ${version}. Start the program that wrote it.`, { retryable: false });
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
