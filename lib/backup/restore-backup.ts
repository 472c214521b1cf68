import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Actor } from '#lib/accounts/actor.ts';
import { mayDo } from '#lib/accounts/permissions.ts';
import type { Settings } from '#lib/config.ts';
import { Fault, refusal, Refused } from '#lib/errors.ts';
import { openRuntime } from '#lib/runtime.ts';
import { codeOf, nodeFiles, syncFolder } from '#lib/store/journal/files.ts';
import { finishRestore, placeOf, restoringOf } from '#lib/store/journal/restoring.ts';
import { carryOver, type CarriedOver } from './carry-over.ts';
import { copyFile, filesUnder, syncFolders } from './copy-files.ts';
import { comparePresent, whatWouldGo, type Present } from './compare-present.ts';
import type { Manifest } from './manifest.ts';
import { readKnownSince } from './since-backup.ts';
import { verifyBackup } from './verify-backup.ts';

export interface RestoreOptions {
  readonly settings: Settings;
  readonly actor: Actor;
  readonly place: string;
  /** Somebody saw what would be set aside and wants it. */
  readonly confirmed: boolean;
  /** ISO time for the name of what is set aside. */
  readonly now: string;
  /** Names of processes that use the data folder at this moment. */
  readonly inUse: () => readonly string[];
  readonly onProgress?: (what: string) => void;
}

export interface Restored {
  readonly head: Manifest['head'];
  readonly madeAt: string;
  /** Where the data folder that was there lies now; null when there was none. */
  readonly setAside: string | null;
  /** Records of the journal that was there which the backup does not have. */
  readonly recordsSetAside: number;
  readonly present: Present['kind'];
  readonly carried: CarriedOver;
}

/**
 * Puts a backup in the place of the data folder. Before anything is touched it is verified whole, copied beside, opened by this
 * program, and told what the present journal knows and must not be forgotten (`carryOver`). Then two renames: cut off at any point, the
 * old folder or the new one is there, or the next start finishes it. The folder that was there is kept under another name.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { settings, actor, place: given, confirmed, now, inUse, onProgress = () => undefined } = options;
  const forbidden = mayDo(actor, 'backup');
  if (forbidden) throw new Refused(forbidden);
  const dataDir = placeOf(settings.dataDir);
  const place = resolve(given);
  onProgress('verifying the backup');
  const backup = await verifyBackup(place, { onProgress: (done, total) => onProgress(`verifying the backup: ${done} of ${total} files`) });
  refuseOfOthers(dataDir);
  refuseWhileInUse(inUse());
  finishRestore(dataDir);
  const present = await comparePresent(dataDir, place, backup);
  if (present.kind !== 'none' && !present.isInBackup && !confirmed)
    throw new Refused(refusal('confirmation_missing', whatWouldGo(present, backup.manifest), { lift: 'Add --yes to do it. The folder that is there is kept under another name.', details: { recordsSetAside: present.lost } }));
  const draft = `${restoringOf(dataDir)}.partial`;
  try {
    copyBack(dataDir, place, draft, backup.manifest, onProgress);
    onProgress('opening the copy');
    const carried = await finishCopy(draft, { ...options, place }, backup.manifest, present, dataDir);
    syncFolders(draft);
    refuseWhileInUse(inUse());
    const { head, madeAt } = backup.manifest;
    return { head, madeAt, setAside: swap(dataDir, draft, now), recordsSetAside: present.lost, present: present.kind, carried };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw troubleOf(error, dataDir);
  }
}

/** What comes into its place belongs to whoever restores; the program of the other user could not use it. */
function refuseOfOthers(dataDir: string): void {
  const owner = statSync(dataDir, { throwIfNoEntry: false })?.uid;
  if (owner !== undefined && process.getuid && owner !== process.getuid()) throw new Refused(refusal('wrong_status', `${dataDir} belongs to another user (id ${owner}, this is ${process.getuid()}). Nothing was changed.`, { lift: 'Restore as that user.' }));
}

function refuseWhileInUse(running: readonly string[]): void {
  if (running.length > 0) throw new Refused(refusal('wrong_status', `The data folder is in use by ${running.join(' and ')}.`, { lift: 'Stop npm start, every worker and every other command on it, then restore.' }));
}

function copyBack(dataDir: string, place: string, draft: string, manifest: Manifest, onProgress: (what: string) => void): void {
  // What a restore that was cut off left behind; the data folder itself is there.
  for (const old of [draft, ...(existsSync(dataDir) ? [restoringOf(dataDir)] : [])]) rmSync(old, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = statfsSync(draft);
  const wanted = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  if (bavail * bsize < wanted * 1.05) throw new Refused(refusal('invalid_input', `There is not enough space at ${dirname(dataDir)} for the backup. Nothing was changed.`, { lift: 'Free some space.' }));
  for (const [i, file] of manifest.files.entries()) {
    const found = copyFile(join(place, file.path), join(draft, file.path));
    if (found.sha256 !== file.sha256) throw new Refused(refusal('invalid_input', `${file.path} changed while it was copied. Nothing was changed.`));
    if (i % 50 === 0) onProgress(`copying ${i} of ${manifest.files.length} files`);
  }
  for (const path of ofTheCheckout(dataDir)) copyFile(join(dataDir, path), join(draft, path));
}

/** What a checkout of the program keeps in its data folder: it is in no backup, and stays where it is. */
function ofTheCheckout(dataDir: string): string[] {
  if (!existsSync(dataDir)) return [];
  return readdirSync(dataDir).flatMap((name) => {
    if (['README.md', '.gitignore', '.gitkeep'].includes(name)) return [name];
    return name === 'seed' ? filesUnder(join(dataDir, name)).map((path) => `${name}/${path}`) : [];
  });
}

/** The program opens the copy as it will open the data folder, and adds to it what must not be forgotten. */
async function finishCopy(draft: string, { settings, actor, place }: RestoreOptions, { head, madeAt, files }: Manifest, present: Present, dataDir: string): Promise<CarriedOver> {
  const runtime = await openRuntime({ ...settings, dataDir: draft });
  try {
    const call = { world: runtime, actor, correlationId: runtime.ids.next('cor') };
    const known = present.kind === 'none' || present.kind === 'another' ? null : await readKnownSince(dataDir);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return await carryOver(call, { known, madeAt, restored: { place, headSeq: head.seq, headHash: head.hash, bytes } });
  } finally {
    await runtime.close();
  }
}

/** From the first rename on, the next start can finish it: what is ready stands under a name of its own. */
function swap(dataDir: string, draft: string, now: string): string | null {
  const ready = restoringOf(dataDir);
  const above = dirname(dataDir);
  renameSync(draft, ready);
  syncFolder(nodeFiles, above);
  const aside = existsSync(dataDir) ? asideOf(dataDir, now) : null;
  try {
    if (aside !== null) renameSync(dataDir, aside);
  } catch (error) {
    rmSync(ready, { recursive: true, force: true });
    throw error;
  }
  syncFolder(nodeFiles, above);
  finishRestore(dataDir);
  return aside;
}

const asidePrefix = (dataDir: string) => `${basename(dataDir)}.before-restore-`;

function asideOf(dataDir: string, now: string): string {
  const name = `${asidePrefix(dataDir)}${now.replaceAll(/[-:]|\.\d+/g, '')}`;
  for (let i = 1; ; i++) {
    const path = join(dirname(dataDir), i === 1 ? name : `${name}-${i}`);
    if (!existsSync(path)) return path;
  }
}

/** Folders that restores set aside and nobody has removed: they hold whoever was in them, also when they are erased later. */
export function foldersSetAside(dataDir: string): string[] {
  const place = placeOf(dataDir);
  if (!existsSync(dirname(place))) return [];
  return readdirSync(dirname(place)).filter((name) => name.startsWith(asidePrefix(place))).map((name) => join(dirname(place), name)).sort();
}

function troubleOf(error: unknown, dataDir: string): unknown {
  const code = codeOf(error);
  const after = existsSync(dataDir) ? 'The data folder is as it was.' : 'The next start finishes it.';
  if (error instanceof Fault) return new Fault(error.code, `The backup cannot be opened: ${error.message} ${after}`, { retryable: error.retryable, cause: error });
  if (code === '') return error;
  const why = code === 'EBUSY' || code === 'EXDEV' ? `${dataDir} is where a disk is mounted, and cannot be renamed. Set RE_DATA_DIR to a folder below it` : code === 'ENOSPC' ? 'the disk is full' : code;
  return new Fault('store_unwritable', `The backup could not be put in place: ${why}. ${after}`, { retryable: true, cause: error });
}
