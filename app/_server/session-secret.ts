import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Signs sessions: NEXTAUTH_SECRET, else the one that the set-up wrote into the data folder. */
export async function sessionSecret(): Promise<string> {
  return process.env.NEXTAUTH_SECRET || (await readFile(join(process.env.RE_DATA_DIR || 'data', 'secrets', 'nextauth-secret'), 'utf8')).trim();
}
