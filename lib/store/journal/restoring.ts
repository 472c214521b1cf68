import { existsSync, lstatSync, readlinkSync, realpathSync, renameSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { nodeFiles, syncFolder } from './files.ts';

/** A data folder that is about to take the place of another: the one moment in which neither stands under the name. */

/** Where a data folder lies, behind a link that names it, also while nothing stands there. */
export function placeOf(dataDir: string): string {
  const path = resolve(dataDir);
  if (existsSync(path)) return realpathSync(path);
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return path;
  return placeOf(resolve(dirname(path), readlinkSync(path)));
}

/** Where a backup stands that is whole and about to become the data folder. */
export function restoringOf(place: string): string {
  return `${place}.restoring`;
}

/** Finishes a restore that was cut off between taking the old folder away and putting the new one there; says so when it did. */
export function finishRestore(dataDir: string): 'finished' | 'nothing' {
  const place = placeOf(dataDir);
  const ready = restoringOf(place);
  if (existsSync(place) || !existsSync(ready)) return 'nothing';
  renameSync(ready, place);
  syncFolder(nodeFiles, dirname(place));
  return 'finished';
}

/** A restore that ended before it took anything away left this behind: the data folder is the one from before. */
export function unfinishedRestore(dataDir: string): string | null {
  const place = placeOf(dataDir);
  return [restoringOf(place), `${restoringOf(place)}.partial`].find((path) => existsSync(path)) ?? null;
}
