import type { Vault } from '#lib/accounts/vault.ts';
import type { Traces } from '#lib/erasure/traces.ts';
import type { Artifacts } from '#lib/messages/artifacts.ts';
import { createMemoryArtifacts } from './artifacts.ts';
import { createMemoryVault } from './vault.ts';

/** What a data folder holds beside the store, in memory: of that only artifacts hold anybody's data. */
export function createMemoryFiles(): { readonly vault: Vault; readonly artifacts: Artifacts; readonly traces: Traces } {
  const artifacts = createMemoryArtifacts();
  const remove = async ({ artifacts: names }: { readonly artifacts: readonly string[] }) => {
    for (const name of names) await artifacts.remove(name);
    return names;
  };
  return { vault: createMemoryVault(), artifacts, traces: { remove } };
}
