import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import lockfile from 'proper-lockfile';
import type { Traces } from '#lib/erasure/traces.ts';
import { isArtifactName } from '../artifact-name.ts';
import { folders } from './data-folder.ts';

/** What has its own way of forgetting, or never holds anybody's data. */
const apart: ReadonlySet<string> = new Set([folders.journal, folders.run, folders.artifacts, 'secrets']);

/** Looks through every file of the data folder, whatever wrote it. */
export function fileTraces(dataDir: string): Traces {
  return {
    remove: async ({ artifacts, texts }) => {
      const removed = artifacts.filter((name) => isArtifactName(name)).flatMap((name) => removeFile(dataDir, join(dataDir, name)));
      const needles = texts.filter((text) => text.length >= 3).map((text) => text.toLowerCase());
      // Tables are not written meanwhile: one that was begun before the erasure would come out with the person in it.
      const release = await lockfile.lock(join(dataDir, folders.run, 'snapshots.json'), { realpath: false, stale: 10_000, retries: { retries: 100, minTimeout: 50, maxTimeout: 500 } });
      try {
        for (const path of filesUnder(dataDir)) {
          const readings = readingsOf(readFileSync(path));
          if (needles.some((needle) => readings.some((text) => text.includes(needle)))) removed.push(...removeFile(dataDir, path));
          await new Promise(setImmediate);
        }
      } finally {
        await release();
      }
      return removed;
    },
  };
}

/** A spreadsheet may have saved it in any of these. */
function readingsOf(bytes: Buffer): string[] {
  return (['utf8', 'latin1', 'utf16le'] as const).map((encoding) => bytes.toString(encoding).toLowerCase());
}

function* filesUnder(dataDir: string): Generator<string> {
  for (const entry of readdirSync(dataDir, { withFileTypes: true })) {
    if (apart.has(entry.name)) continue;
    const path = join(dataDir, entry.name);
    if (entry.isFile()) yield path;
    if (entry.isDirectory()) for (const inner of readdirSync(path, { recursive: true, withFileTypes: true })) if (inner.isFile()) yield join(inner.parentPath, inner.name);
  }
}

function removeFile(dataDir: string, path: string): string[] {
  rmSync(path, { force: true });
  return [relative(dataDir, path)];
}
