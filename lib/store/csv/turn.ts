import { mkdirSync, rmdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../journal/files.ts';

/**
 * A folder that a writer makes after losing several races: others who see it let a moment pass. It is for fairness alone. Nothing is
 * decided by it: whoever ignores it, or finds one that a dead writer left, commits as well as ever.
 */
export interface Turn {
  /** Asks the others for a moment; false when another writer has asked already. */
  take(): boolean;
  giveBack(): void;
  /** Whether somebody else has asked, not longer ago than a turn lasts. */
  isAskedFor(): boolean;
}

/** How long a turn counts (ms); longer than any commit that is not stuck. */
const lastsMs = 250;

export function openTurn(runFolder: string): Turn {
  const place = join(runFolder, 'turn');
  let mine = false;
  const ageMs = (): number | null => {
    const found = statSync(place, { throwIfNoEntry: false });
    return found ? Math.abs(Date.now() - found.mtimeMs) : null;
  };
  /** Still losing: what was asked is asked anew before the others forget it. */
  const askAgain = () => {
    if ((ageMs() ?? 0) > lastsMs / 2) attempt(() => utimesSync(place, new Date(), new Date()), 'ENOENT');
    return true;
  };
  const remove = () => attempt(() => rmdirSync(place), 'ENOENT');
  return {
    take() {
      if (mine) return askAgain();
      mine = attempt(() => mkdirSync(place), 'EEXIST');
      if (!mine && (ageMs() ?? 0) > lastsMs) remove();
      return mine;
    },
    giveBack() {
      if (!mine) return;
      mine = false;
      remove();
    },
    isAskedFor() {
      if (mine) return false;
      const age = ageMs();
      return age !== null && age <= lastsMs;
    },
  };
}

/** False when it was so already, or cannot be done here: fairness is not worth a failure. */
function attempt(step: () => void, already: string): boolean {
  try {
    step();
    return true;
  } catch (error) {
    if (codeOf(error) === already || ['EACCES', 'EROFS', 'ENOSPC', 'EPERM', 'EMFILE'].includes(codeOf(error))) return false;
    throw error;
  }
}
