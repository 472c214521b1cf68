import { createHmac, hash, randomBytes } from 'node:crypto';
import { linkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DncKey } from '#lib/dnc/entry.ts';
import { Fault } from '#lib/errors.ts';
import { codeOf, nodeFiles, readFileIfThere, syncFolder } from '../journal/files.ts';
import { replaceFile } from '../journal/replace-file.ts';

/**
 * The secret under which addresses of erased people are kept in the DNC list. Without it nobody can tell who they were; with it an
 * address can be compared. It belongs into every backup.
 */
export interface ErasureKey {
  /** `<key's id>.<HMAC-SHA-256>`, base64url. */
  fingerprint(key: DncKey): string;
  /** HMAC-SHA-256 over any other text, base64url: never the same as a fingerprint. */
  seal(text: string): string;
  /** Throws `store_damaged` when a fingerprint was made with another key: the DNC list would be blind for somebody who was erased. */
  check(fingerprint: string): void;
}

export function erasureKeyOf(secret: Uint8Array): ErasureKey {
  const id = hash('sha256', secret, 'base64url').slice(0, 8);
  return {
    fingerprint: (key) => `${id}.${createHmac('sha256', secret).update(key).digest('base64url')}`,
    seal: (text) => createHmac('sha256', secret).update(`seal\n${text}`).digest('base64url'),
    check: (fingerprint) => {
      if (!fingerprint.startsWith(`${id}.`))
        throw new Fault('store_damaged', 'secrets/erasure-key is not the one that erased people were recorded with, so nobody could tell whom not to contact. Put it back from a backup.', { retryable: false });
    },
  };
}

/** Reads the key of a data folder, or makes it; two processes that do so at once end up with the same one. */
export function openErasureKey(dataDir: string): ErasureKey {
  const folder = join(dataDir, 'secrets');
  const path = join(folder, 'erasure-key');
  const secret = readFileIfThere(path) ?? makeKey(folder, path);
  if (secret.length !== 32) throw new Fault('store_damaged', `${path} is not a key of 32 bytes. Put it back from a backup.`, { retryable: false });
  return erasureKeyOf(secret);
}

function makeKey(folder: string, path: string): Uint8Array {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  replaceFile(draft, randomBytes(32));
  try {
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(nodeFiles, folder);
  return readFileIfThere(path) ?? new Uint8Array();
}
