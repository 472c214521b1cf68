import { existsSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { nodeFiles, syncFolder } from './files.ts';

/** A data folder that is about to take the place of another: the one moment in which neither stands under the name. */

/** Where a backup stands that is whole and about to become the data folder. */
export function restoringOf(dataDir: string): string {
  return `${dataDir}.restoring`;
}

/** Finishes a restore that was cut off between taking the old folder away and putting the new one there. */
export function finishRestore(dataDir: string): void {
  const ready = restoringOf(dataDir);
  if (existsSync(dataDir) || !existsSync(ready)) return;
  renameSync(ready, dataDir);
  syncFolder(nodeFiles, dirname(dataDir));
}
