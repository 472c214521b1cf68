import { readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { codeOf } from '#lib/store/journal/files.ts';

/**
 * Ids of other processes of this machine that have a file below a folder open. Every process that uses a store holds the journal open,
 * also one that stands still. Knows nothing where there is no `/proc`, and nothing of processes of other users unless this is root.
 */
export function processesUsing(folder: string): number[] {
  const inside = `${realpathSync(folder)}${sep}`;
  return namesIn('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => pid !== process.pid && opensFilesIn(pid, inside));
}

function opensFilesIn(pid: number, inside: string): boolean {
  const folder = `/proc/${pid}/fd`;
  return namesIn(folder).some((name) => targetOf(join(folder, name)).startsWith(inside));
}

/** Ended meanwhile, somebody else's, or not there at all: nothing to see. */
const unseen: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'EPERM', 'ESRCH', 'ENOTDIR', 'EINVAL']);

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (unseen.has(codeOf(error))) return [];
    throw error;
  }
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch (error) {
    if (unseen.has(codeOf(error))) return '';
    throw error;
  }
}
