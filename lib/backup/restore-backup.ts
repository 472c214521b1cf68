import { existsSync, mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { verifyJournal, type JournalVerdict } from '#lib/audit/verify-journal.ts';
import { Fault, refusal, Refused } from '#lib/errors.ts';
import { codeOf, nodeFiles, syncFolder } from '#lib/store/journal/files.ts';
import { finishRestore, restoringOf } from '#lib/store/journal/restoring.ts';
import { copyFile, syncFolders } from './copy-files.ts';
import type { Manifest } from './manifest.ts';
import { verifyBackup } from './verify-backup.ts';

export interface RestoreOptions {
  readonly dataDir: string;
  readonly place: string;
  /** Somebody saw what would be set aside and wants it. */
  readonly confirmed: boolean;
  /** ISO time for the name of what is set aside. */
  readonly now: string;
  /** Names of processes that use the data folder at this moment. */
  readonly running: readonly string[];
  readonly onProgress?: (what: string) => void;
}

export interface Restored {
  readonly head: Manifest['head'];
  /** Where the data folder that was there lies now; null when there was none. */
  readonly setAside: string | null;
  /** Records of the journal that was there which the backup does not have. */
  readonly recordsSetAside: number;
}

/**
 * Puts a backup in the place of the data folder. It is verified whole before anything is touched; the folder that was there is kept
 * under another name. Cut off at any point, the old folder or the new one is there, or the next start finishes it.
 */
export async function restoreBackup({ dataDir: given, place, confirmed, now, running, onProgress = () => undefined }: RestoreOptions): Promise<Restored> {
  const dataDir = resolve(given);
  onProgress('verifying the backup');
  const manifest = await verifyBackup(resolve(place), { onProgress: (done, total) => onProgress(`verifying the backup: ${done} of ${total} files`) });
  if (running.length > 0) throw new Refused(refusal('wrong_status', `The data folder is in use by ${running.join(' and ')}.`, { lift: 'Stop npm start and every worker, then restore.' }));
  const present = await presentJournal(dataDir);
  const lost = present ? await beyond(dataDir, present, manifest) : 0;
  if (present && !confirmed) throw new Refused(refusal('confirmation_missing', whatWouldGo(present, lost, manifest), { lift: 'Add --yes to do it. The folder that is there is kept under another name.', details: { recordsSetAside: lost } }));
  try {
    return { head: manifest.head, setAside: swap(dataDir, copyBack(dataDir, resolve(place), manifest, onProgress), now), recordsSetAside: lost };
  } catch (error) {
    if (codeOf(error) === '') throw error;
    throw new Fault('store_unwritable', `The backup could not be put in place (${codeOf(error)}). ${existsSync(dataDir) ? 'The data folder is as it was.' : 'The next start finishes it.'}`, { retryable: true, cause: error });
  }
}

async function presentJournal(dataDir: string): Promise<JournalVerdict | null> {
  return existsSync(join(dataDir, 'journal')) ? verifyJournal(dataDir) : null;
}

/** How many records are there that the backup does not have: those behind its end, or all when the two have gone different ways. */
async function beyond(dataDir: string, present: JournalVerdict, { head }: Manifest): Promise<number> {
  if (head.seq === 0) return present.records;
  const { hashes } = await verifyJournal(dataDir, { hashesAt: [head.seq] });
  return hashes.get(head.seq) === head.hash ? present.records - head.seq : present.records;
}

function whatWouldGo(present: JournalVerdict, lost: number, { head, madeAt }: Manifest): string {
  const here = present.ok ? `The journal that is there has ${present.records} records` : `The journal that is there is damaged; ${present.records} records of it can be read`;
  if (lost === 0) return `${here}; the backup of ${madeAt} has all of them.`;
  return `${here}; the backup of ${madeAt} ends with record ${head.seq}. ${lost} ${lost === 1 ? 'record' : 'records'} would be set aside: messages and decisions since then would be unknown, and what was sent since then could be sent again.`;
}

function copyBack(dataDir: string, place: string, manifest: Manifest, onProgress: (what: string) => void): string {
  const draft = `${restoringOf(dataDir)}.partial`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = statfsSync(draft);
  const wanted = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  if (bavail * bsize < wanted) {
    rmSync(draft, { recursive: true, force: true });
    throw new Refused(refusal('invalid_input', `There is not enough space at ${dirname(dataDir)} for the backup.`, { lift: 'Free some space.' }));
  }
  for (const [i, file] of manifest.files.entries()) {
    const found = copyFile(join(place, file.path), join(draft, file.path));
    if (found.sha256 !== file.sha256) throw new Refused(refusal('invalid_input', `${file.path} changed while it was copied. Nothing was changed.`));
    if (i % 50 === 0) onProgress(`copying ${i} of ${manifest.files.length} files`);
  }
  syncFolders(draft);
  return draft;
}

/** From the first rename on, the next start can finish it: what is ready stands under a name of its own. */
function swap(dataDir: string, draft: string, now: string): string | null {
  const ready = restoringOf(dataDir);
  renameSync(draft, ready);
  syncFolder(nodeFiles, dirname(dataDir));
  const aside = existsSync(dataDir) ? join(dirname(dataDir), `${basename(dataDir)}.before-restore-${now.replaceAll(/[-:]|\.\d+/g, '')}`) : null;
  if (aside !== null) renameSync(dataDir, aside);
  syncFolder(nodeFiles, dirname(dataDir));
  finishRestore(dataDir);
  return aside;
}
