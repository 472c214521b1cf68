import { open, opendir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Looks through files and folders for mail. */

export interface MailFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  readonly form: 'one' | 'mbox';
}

export interface Unusable {
  readonly path: string;
  readonly why: string;
}

export interface Found {
  readonly files: MailFile[];
  readonly unusable: Unusable[];
}

/** In the order of their names, so that a second run goes the same way. Whatever cannot be looked at is told, not skipped. */
export async function findMail(paths: readonly string[]): Promise<Found> {
  const found: Found = { files: [], unusable: [] };
  for (const path of paths) await look(path, found, true);
  return found;
}

async function look(path: string, found: Found, named: boolean): Promise<void> {
  try {
    const entry = await stat(path);
    if (entry.isDirectory()) await lookInside(path, found);
    else if (entry.isFile()) await lookAtFile(path, entry, found, named);
    else found.unusable.push({ path, why: 'It is neither a file nor a folder.' });
  } catch (error) {
    found.unusable.push({ path, why: reasonOf(error) });
  }
}

async function lookInside(path: string, found: Found): Promise<void> {
  const names: string[] = [];
  for await (const entry of await opendir(path)) {
    if (entry.isSymbolicLink()) found.unusable.push({ path: join(path, entry.name), why: 'It is a link; name what it points to.' });
    else names.push(entry.name);
  }
  const isMaildir = ['cur', 'new', 'tmp'].every((part) => names.includes(part));
  for (const name of names.sort()) {
    // What is in tmp is not delivered yet.
    if (isMaildir && name === 'tmp') continue;
    await look(join(path, name), found, false);
  }
}

async function lookAtFile(path: string, { size, mtimeMs }: { size: number; mtimeMs: number }, found: Found, named: boolean): Promise<void> {
  const start = await firstBytes(path);
  const form = start.startsWith('From ') ? 'mbox' : looksLikeMail(path, start, named) ? 'one' : null;
  if (form) found.files.push({ path, sizeBytes: size, modifiedAt: mtimeMs, form });
  else if (!isHousekeeping(path)) found.unusable.push({ path, why: 'It does not look like mail (.eml, a Maildir file or an mbox).' });
}

/** By name or place it claims to be mail (and is accounted for even when broken), or it begins with headers as mail does. */
function looksLikeMail(path: string, start: string, named: boolean): boolean {
  if (/\.(?:eml|mbox|mbx|mail)$/i.test(path) || ['cur', 'new'].includes(basename(dirname(path)))) return true;
  return named ? /^[\x21-\x39\x3b-\x7e]+:/.test(start) : /^(?:(?:received|return-path|delivered-to|message-id|from|date|mime-version|x-[\w-]+)\s*:.*\r?\n(?:[ \t].*\r?\n)*){2}/i.test(start);
}

/** Index files that mail servers and desktops keep beside mail. */
function isHousekeeping(path: string): boolean {
  return /^(?:dovecot[.-].*|dovecot-.*|maildirfolder|maildirsize|subscriptions|\.DS_Store|.*\.msf)$/.test(basename(path));
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.toString('latin1', 0, bytesRead).replace(/^\xef\xbb\xbf/, '');
  } finally {
    await file.close();
  }
}

export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  if (code === 'ENOENT') return 'It is not there.';
  if (code === 'EACCES' || code === 'EPERM') return 'You have no right to read it.';
  if (code === null) throw error;
  return `It could not be read (${code}).`;
}
