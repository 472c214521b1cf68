import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveUp } from './say.mjs';

const reasons = {
  EACCES: 'this user may not write there', EROFS: 'it is on a read-only file system', ENOSPC: 'the disk is full', ENOTDIR: 'something that is not a folder stands in the way',
};

/** Creates the data folder and the session secret (mode 0600); gives the secret. */
export function prepareData(dataDir, givenSecret) {
  try {
    refuseForeign(dataDir);
    mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return givenSecret || sessionSecret(join(dataDir, 'secrets', 'nextauth-secret'));
  } catch (error) {
    if (!(error.code in reasons)) throw error;
    giveUp(`The data folder ${dataDir} cannot be used: ${reasons[error.code]} (${error.code}). Nothing was changed. Make it writable, or set RE_DATA_DIR to another folder.`);
  }
}

/** Nothing is made in a folder that is not ours; a restore that was cut off is finished by the store. */
function refuseForeign(dataDir) {
  if (!existsSync(dataDir) && existsSync(`${dataDir}.restoring`)) renameSync(`${dataDir}.restoring`, dataDir);
  if (!existsSync(dataDir) || existsSync(join(dataDir, 're-engine.json'))) return;
  const known = ['seed', 'secrets', 'lost+found', 'journal', 'run', 'artifacts'];
  const stranger = readdirSync(dataDir, { withFileTypes: true }).find((entry) => entry.isDirectory() && !known.includes(entry.name))?.name;
  if (stranger) giveUp(`${dataDir} holds other things (${stranger}) and is no data folder of RE Engine. Nothing was changed. Set RE_DATA_DIR to an empty folder or one that is not there yet.`, 78);
}

function sessionSecret(path) {
  if (!existsSync(path)) writeFileSync(path, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8').trim();
}
