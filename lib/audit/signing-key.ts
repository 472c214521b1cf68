import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Settings } from '#lib/config.ts';
import { Fault } from '#lib/errors.ts';
import { codeOf, nodeFiles, readFileIfThere, syncFolder } from '#lib/store/journal/files.ts';
import { replaceFile } from '#lib/store/journal/replace-file.ts';

/**
 * The key that heads are signed with lies outside the data folder: whoever can write there only cannot make another history look right.
 * Beside it lie its public half (`.pub`, for auditors) and the heads it signed (`heads.log`).
 */
export interface SigningPlace {
  readonly keyFile: string;
  readonly publicFile: string;
  readonly headsFile: string;
  readonly treeFile: string;
}

type Where = Pick<Settings, 'dataDir' | 'signingKeyFile'>;

/** `RE_SIGNING_KEY_FILE`, or a folder beside the data folder: `data-keys/head.pem` for `data`. */
export function signingPlace(settings: Where): SigningPlace {
  const dataDir = resolve(settings.dataDir);
  const keyFile = resolve(settings.signingKeyFile ?? join(dirname(dataDir), `${basename(dataDir)}-keys`, 'head.pem'));
  const beside = join(dirname(keyFile), `${basename(keyFile).replace(/\.pem$/, '')}s`);
  return { keyFile, publicFile: `${keyFile}.pub`, headsFile: `${beside}.log`, treeFile: `${beside}.tree` };
}

const bad = (why: string, cause?: unknown) => new Fault('config_invalid', why, { retryable: false, cause });

/**
 * Reads the key, or makes the first one. Throws a Fault when it lies in the data folder, others may read it, or it is gone while
 * what it signed is there.
 */
export function openSigningKey(settings: Where): KeyObject {
  const place = signingPlace(settings);
  const { keyFile } = place;
  try {
    prepareKeyFolder(settings);
    const key = keyIn(readFileIfThere(keyFile) ?? firstKey(place), keyFile);
    if ((statSync(keyFile).mode & 0o077) !== 0) throw bad(`Others may read the signing key ${keyFile}. Set its mode: chmod 600`);
    publish(place, key);
    return key;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw bad(`The signing key ${keyFile} cannot be used: ${error instanceof Error ? error.message : String(error)}. Set RE_SIGNING_KEY_FILE to a file outside the data folder.`, error);
  }
}

export function prepareKeyFolder(settings: Where): void {
  const { keyFile } = signingPlace(settings);
  mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
  refuseInside(resolve(settings.dataDir), keyFile);
}

function refuseInside(dataDir: string, keyFile: string): void {
  const real = (path: string) => (existsSync(path) ? realpathSync(path) : path);
  const inside = relative(real(dataDir), existsSync(keyFile) ? real(keyFile) : join(real(dirname(keyFile)), basename(keyFile)));
  if (!/^\.\.(\/|$)/.test(inside)) throw bad(`The signing key ${keyFile} lies in the data folder: whoever can change the history could sign it. Set RE_SIGNING_KEY_FILE to a file outside.`);
}

export function keyIn(pem: Buffer, name: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw bad(`${name} is not an Ed25519 key.`);
  return key;
}

export function publish({ publicFile }: SigningPlace, key: KeyObject): void {
  const pem = publicPem(key);
  if (readFileIfThere(publicFile)?.toString('utf8') !== pem) replaceFile(publicFile, pem, { mode: 0o644 });
}

export const publicPem = (key: KeyObject) => String((key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'pem' }));

export const newKeyPem = () => String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));

/** Two processes that start at once end up with the same key. */
function firstKey({ keyFile, publicFile, headsFile }: SigningPlace): Buffer {
  if (existsSync(publicFile) || existsSync(headsFile)) {
    // Another process may have made all of them a moment ago, the key first.
    const since = readFileIfThere(keyFile);
    if (since) return since;
    throw bad(`The signing key ${keyFile} is gone, and what it signed is there. Put it back from where you keep a copy; if there is none: npm run -s re -- audit rotate --lost --yes`);
  }
  const draft = `${keyFile}.${process.pid}.${randomBytes(4).toString('hex')}`;
  replaceFile(draft, newKeyPem(), { mode: 0o600 });
  try {
    linkSync(draft, keyFile);
    syncFolder(nodeFiles, dirname(keyFile));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = readFileIfThere(keyFile);
  if (!made) throw new Error(`${keyFile} is gone`);
  return made;
}
