import { createHmac, randomBytes } from 'node:crypto';
import type { Vault } from '#lib/accounts/vault.ts';
import type { Traces } from '#lib/erasure/traces.ts';
import type { Artifacts } from '#lib/messages/artifacts.ts';
import { createMemoryArtifacts } from './artifacts.ts';
import { createMemoryVault } from './vault.ts';
import type { TableFiles } from '#lib/workspace/table-files.ts';

/** Where there are no files nobody changes any. */
const tableFiles: TableFiles = {
  setAside: async () => [],
  read: async () => null,
  compare: async ({ name }) => Promise.reject(new Error(`there is no file ${name}`)),
  settle: async () => {},
  keepUp: async () => 0,
};

/** What a data folder holds beside the store, in memory: of that only artifacts hold anybody's data. */
export function createMemoryFiles(): { readonly vault: Vault; readonly artifacts: Artifacts; readonly traces: Traces; readonly tableFiles: TableFiles; readonly seal: (text: string) => string } {
  const artifacts = createMemoryArtifacts();
  const remove = async ({ artifacts: names }: { readonly artifacts: readonly string[] }) => {
    for (const name of names) await artifacts.remove(name);
    return names;
  };
  const secret = randomBytes(32);
  return { vault: createMemoryVault(), artifacts, traces: { remove }, tableFiles, seal: (text) => createHmac('sha256', secret).update(text).digest('base64url') };
}
