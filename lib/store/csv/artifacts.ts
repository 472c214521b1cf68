import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Artifacts } from '#lib/messages/artifacts.ts';
import { artifactName, isArtifactName } from '../artifact-name.ts';
import { folders } from './data-folder.ts';
import { nodeFiles, readFileIfThere, syncFolder } from '../journal/files.ts';
import { replaceFile } from '../journal/replace-file.ts';

/** Files named by the SHA-256 of their bytes under `artifacts/` in the data folder. */
export function openFileArtifacts(dataDir: string): Artifacts {
  return {
    put: async (folder, extension, bytes) => {
      const name = artifactName(folder, extension, bytes);
      const path = join(dataDir, name);
      if (!existsSync(path)) {
        makeFolder(dataDir, dirname(path), join(dataDir, folders.artifacts));
        replaceFile(path, bytes);
      }
      return name;
    },
    get: async (name) => {
      const bytes = isArtifactName(name) ? readFileIfThere(join(dataDir, name)) : null;
      return bytes === null ? null : new Uint8Array(bytes);
    },
    remove: async (name) => {
      if (isArtifactName(name)) rmSync(join(dataDir, name), { force: true });
    },
  };
}

/** A new folder is durable once the one above it is synced. */
function makeFolder(dataDir: string, folder: string, top: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let above = dirname(folder); above.length >= top.length; above = dirname(above)) syncFolder(nodeFiles, above);
  syncFolder(nodeFiles, dataDir);
}
