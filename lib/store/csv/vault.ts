import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Vault } from '#lib/accounts/vault.ts';
import { folders } from './data-folder.ts';
import { nodeFiles, readFileIfThere, syncFolder } from '../journal/files.ts';
import { replaceFile } from '../journal/replace-file.ts';

/** One file per credential, readable by the owner only, apart from everything that is shown or exported. */
export function openFileVault(dataDir: string): Vault {
  const folder = join(dataDir, folders.credentials);
  const pathOf = (credentialId: string) => {
    if (!/^[a-z0-9_-]{1,80}$/i.test(credentialId)) throw new Error('a credential id has letters, digits, _ and - only');
    return join(folder, credentialId);
  };
  return {
    put: async (credentialId, hash) => replaceFile(pathOf(credentialId), hash, { mode: 0o600 }),
    get: async (credentialId) => readFileIfThere(pathOf(credentialId))?.toString('utf8') ?? null,
    remove: async (credentialId) => {
      const path = pathOf(credentialId);
      if (!existsSync(path)) return;
      rmSync(path, { force: true });
      syncFolder(nodeFiles, folder);
    },
  };
}
