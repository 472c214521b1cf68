import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, realpathSync, rmSync, statSync, existsSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Fault } from '#lib/errors.ts';
import type { Settings } from '#lib/config.ts';
import { codeOf, readFileIfThere } from '#lib/store/journal/files.ts';
import { replaceFile } from '#lib/store/journal/replace-file.ts';

/**
 * The key that heads are signed with lies outside the data folder: whoever can write there only cannot make another history look right.
 * Beside it lie its public half (`.pub`, for auditors) and the heads it signed (`heads.log`).
 */
export interface SigningPlace {
  readonly keyFile: string;
  readonly publicFile: string;
  readonly headsFile: string;
}

/** `RE_SIGNING_KEY_FILE`, or a folder beside the data folder: `data-keys/head.pem` for `data`. */
export function signingPlace(settings: Pick<Settings, 'dataDir' | 'signingKeyFile'>): SigningPlace {
  const dataDir = resolve(settings.dataDir);
  const keyFile = resolve(settings.signingKeyFile ?? join(dirname(dataDir), `${basename(dataDir)}-keys`, 'head.pem'));
  return { keyFile, publicFile: `${keyFile}.pub`, headsFile: join(dirname(keyFile), `${basename(keyFile).replace(/\.pem$/, '')}s.log`) };
}

const bad = (why: string, cause?: unknown) => new Fault('config_invalid', why, { retryable: false, cause });

/** Reads the key, or makes it. Throws a Fault when it lies in the data folder, or others may read it. */
export function openSigningKey(settings: Pick<Settings, 'dataDir' | 'signingKeyFile'>): KeyObject {
  const { keyFile, publicFile } = signingPlace(settings);
  try {
    mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
    refuseInside(resolve(settings.dataDir), keyFile);
    const pem = readFileIfThere(keyFile) ?? makeKey(keyFile);
    if ((statSync(keyFile).mode & 0o077) !== 0) throw bad(`Others may read the signing key ${keyFile}. Set its mode: chmod 600`);
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') throw bad(`${keyFile} is not an Ed25519 key.`);
    const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' });
    if (readFileIfThere(publicFile)?.toString('utf8') !== publicPem) replaceFile(publicFile, publicPem, { mode: 0o644 });
    return key;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw bad(`The signing key ${keyFile} cannot be used: ${error instanceof Error ? error.message : String(error)}. Set RE_SIGNING_KEY_FILE to a file outside the data folder.`, error);
  }
}

function refuseInside(dataDir: string, keyFile: string): void {
  const real = (path: string) => (existsSync(path) ? realpathSync(path) : path);
  const inside = relative(real(dataDir), join(real(dirname(keyFile)), basename(keyFile)));
  if (!inside.startsWith('..')) throw bad(`The signing key ${keyFile} lies in the data folder: whoever can change the history could sign it. Set RE_SIGNING_KEY_FILE to a file outside.`);
}

/** Two processes that start at once end up with the same key. */
function makeKey(keyFile: string): Buffer {
  const draft = `${keyFile}.${process.pid}.${randomBytes(4).toString('hex')}`;
  replaceFile(draft, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  try {
    chmodSync(draft, 0o600);
    linkSync(draft, keyFile);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = readFileIfThere(keyFile);
  if (!made) throw new Error(`${keyFile} is gone`);
  return made;
}
