import type { Artifacts } from '#lib/messages/artifacts.ts';
import { artifactName } from '../artifact-name.ts';

export function createMemoryArtifacts(): Artifacts {
  const kept = new Map<string, Uint8Array>();
  return {
    put: async (folder, extension, bytes) => {
      const name = artifactName(folder, extension, bytes);
      kept.set(name, bytes.slice());
      return name;
    },
    get: async (name) => kept.get(name)?.slice() ?? null,
    remove: async (name) => void kept.delete(name),
  };
}
