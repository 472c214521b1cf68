import { createPublicKey, type KeyObject } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '#lib/errors.ts';
import { codeOf, nodeFiles, readFileIfThere, syncFolder } from '#lib/store/journal/files.ts';
import { examineHeads, unfinishedMark, type Examined } from './examine-heads.ts';
import { headLine, type SignedHead } from './head-line.ts';
import type { SigningPlace } from './signing-key.ts';

/** The heads that were signed on this machine, oldest first: a file that only grows, beside the key. */

/** Null when there is no such file. */
export function readHeadsLog({ headsFile, publicFile }: SigningPlace): Examined | null {
  const text = readFileIfThere(headsFile)?.toString('utf8');
  if (text === undefined) return null;
  // An unfinished last line is a write that power cut off.
  return examine(text.split('\n').slice(0, -1), publicFile);
}

function examine(lines: readonly string[], publicFile: string): Examined {
  const key = publicKeyOf(publicFile);
  return key ? examineHeads(lines, key) : { heads: [], broken: lines.map((_, i) => ({ line: i + 1, problem: `cannot be checked: ${publicFile} is not there` })) };
}

const tailBytes = 16_384;

/** The last head of the file; null when there is none. Throws a Fault when its signature does not hold. */
export function newestHead({ headsFile, publicFile }: SigningPlace): SignedHead | null {
  const { text, isWhole } = tailOf(headsFile);
  const lines = text.split('\n').slice(isWhole ? 0 : 1, -1);
  if (lines.length === 0) return null;
  const { heads, broken } = examine(lines, publicFile);
  if (broken.at(-1)?.line !== lines.length) return heads.at(-1) ?? null;
  throw new Fault('config_invalid', `The last line of ${headsFile} was not signed with the key beside it: one of them was changed. Keep the folder for whoever looks into it; to go on with a new one: npm run -s re -- audit rotate --lost --yes`, { retryable: false });
}

function tailOf(path: string): { text: string; isWhole: boolean } {
  const fd = openIfThere(path);
  if (fd === null) return { text: '', isWhole: true };
  try {
    const { size } = fstatSync(fd);
    const bytes = Buffer.alloc(Math.min(tailBytes, size));
    const read = readSync(fd, bytes, 0, bytes.length, size - bytes.length);
    return { text: bytes.toString('utf8', 0, read), isWhole: size <= tailBytes };
  } finally {
    closeSync(fd);
  }
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
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
  const { text } = tailOf(headsFile);
  const fd = openSync(headsFile, 'a', 0o600);
  try {
    const bytes = Buffer.from(`${text === '' || text.endsWith('\n') ? '' : `${unfinishedMark}\n`}${headLine(head)}\n`);
    if (writeSync(fd, bytes) !== bytes.length) throw new Fault('store_unwritable', `${headsFile} could not be written: the disk may be full.`, { retryable: true });
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  if (text === '') syncFolder(nodeFiles, dirname(headsFile));
}
