import type { Vault } from '#lib/accounts/vault.ts';

export function createMemoryVault(): Vault {
  const hashes = new Map<string, string>();
  return {
    put: async (credentialId, hash) => void hashes.set(credentialId, hash),
    get: async (credentialId) => hashes.get(credentialId) ?? null,
    remove: async (credentialId) => void hashes.delete(credentialId),
  };
}
