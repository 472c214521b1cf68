import { createPublicKey, type KeyObject } from 'node:crypto';
import { appendFileSync, closeSync, fsyncSync, openSync, readSync, statSync } from 'node:fs';
import { Fault } from '#lib/errors.ts';
import { readFileIfThere } from '#lib/store/journal/files.ts';
import { headLine, isSignedBy, readHeadLine, type SignedHead } from './head-line.ts';
import type { SigningPlace } from './signing-key.ts';

/** The heads that were signed on this machine, oldest first: a file that only grows, beside the key. */

export interface HeadsLog {
  readonly heads: readonly SignedHead[];
  /** Lines that are no head, or whose signature does not hold: somebody changed the file. */
  readonly broken: readonly { readonly line: number; readonly problem: string }[];
}

/** Null when there is no such file. Keys that were replaced are known by the public halves that lie there. */
export function readHeadsLog({ headsFile, publicFile }: SigningPlace): HeadsLog | null {
  const text = readFileIfThere(headsFile)?.toString('utf8');
  if (text === undefined) return null;
  const key = publicKeyOf(publicFile);
  const heads: SignedHead[] = [];
  const broken: { line: number; problem: string }[] = [];
  // An unfinished last line is a write that power cut off.
  for (const [i, line] of text.split('\n').slice(0, -1).entries()) {
    const head = readHeadLine(line);
    if (!head) broken.push({ line: i + 1, problem: 'is no signed head' });
    else if (!key || !isSignedBy(head, key)) broken.push({ line: i + 1, problem: 'has a signature that does not hold' });
    else heads.push(head);
  }
  return { heads, broken };
}

const tailBytes = 4096;

/** The last head of the file; null when there is none. Throws a Fault when its signature does not hold. */
export function newestHead({ headsFile, publicFile }: SigningPlace): SignedHead | null {
  const lines = tailOf(headsFile).split('\n').slice(0, -1);
  const head = lines.map((line) => readHeadLine(line)).findLast((each) => each !== null);
  if (!head) return null;
  const key = publicKeyOf(publicFile);
  if (key && isSignedBy(head, key)) return head;
  throw new Fault('config_invalid', `The last line of ${headsFile} was not signed with the key beside it. Keep both for whoever looks into it, then move them away and start again.`, { retryable: false });
}

function tailOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return '';
  const bytes = Buffer.alloc(Math.min(tailBytes, found.size));
  const fd = openSync(path, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, found.size - bytes.length));
  } finally {
    closeSync(fd);
  }
}

export function publicKeyOf(publicFile: string): KeyObject | null {
  const pem = readFileIfThere(publicFile);
  if (!pem) return null;
  try {
    return createPublicKey(pem);
  } catch (error) {
    throw new Fault('config_invalid', `${publicFile} is not a public key. It is made anew from the signing key when it is removed.`, { retryable: false, cause: error });
  }
}

/** Durable when it returns. */
export function appendHead({ headsFile }: SigningPlace, head: SignedHead): void {
  const before = tailOf(headsFile);
  const torn = before !== '' && !before.endsWith('\n') ? '\n' : '';
  appendFileSync(headsFile, `${torn}${headLine(head)}\n`, { mode: 0o600 });
  const fd = openSync(headsFile, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
