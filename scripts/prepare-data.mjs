import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveUp } from './say.mjs';

const reasons = {
  EACCES: 'this user may not write there', EROFS: 'it is on a read-only file system', ENOSPC: 'the disk is full', ENOTDIR: 'something that is not a folder stands in the way',
};

/** Creates the data folder and the session secret (mode 0600); gives the secret. */
export function prepareData(dataDir, givenSecret) {
  try {
    mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return givenSecret || sessionSecret(join(dataDir, 'secrets', 'nextauth-secret'));
  } catch (error) {
    if (!(error.code in reasons)) throw error;
    giveUp(`The data folder ${dataDir} cannot be used: ${reasons[error.code]} (${error.code}). Nothing was changed. Make it writable, or set RE_DATA_DIR to another folder.`);
  }
}

function sessionSecret(path) {
  if (!existsSync(path)) writeFileSync(path, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8').trim();
}
