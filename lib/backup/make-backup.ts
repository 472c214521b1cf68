import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { mayDo } from '#lib/accounts/permissions.ts';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { iso } from '#lib/clock.ts';
import { Fault, refusal, Refused } from '#lib/errors.ts';
import { on } from '#lib/store/event.ts';
import { codeOf, nodeFiles, syncFolder } from '#lib/store/journal/files.ts';
import { replaceFile } from '#lib/store/journal/replace-file.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { workspaceId } from '#lib/workspace/workspace.ts';
import { copyFile, filesUnder, syncFolders, type Copied } from './copy-files.ts';
import { backupVersion, manifestName, type Manifest } from './manifest.ts';
import { verifyBackup } from './verify-backup.ts';

export interface BackupMade {
  readonly place: string;
  readonly head: Manifest['head'];
  readonly files: number;
  readonly bytes: number;
}

export interface BackupOptions {
  readonly onProgress?: (what: string) => void;
}

/** Beside the data folder: `data-backups` for `data`. */
export function backupsFolder(dataDir: string): string {
  const whole = resolve(dataDir);
  return join(dirname(whole), `${basename(whole)}-backups`);
}

/**
 * Copies everything that cannot be made again, while the product runs: the journal up to a commit that is acknowledged now, what it
 * refers to, and the secrets. A folder, so that it can be looked at and copied on with any tool. It is verified before it gets its name.
 */
export async function makeBackup(call: Call, place: string | undefined, { onProgress = () => undefined }: BackupOptions = {}): Promise<BackupMade> {
  const forbidden = mayDo(call.actor, 'backup');
  if (forbidden) throw new Refused(forbidden);
  const { store, settings, clock } = call.world;
  if (settings.storeKind !== 'csv') throw new Refused(refusal('invalid_input', `There is nothing on disk to back up: RE_STORE is ${settings.storeKind}.`));
  const dataDir = resolve(settings.dataDir);
  const target = resolve(place ?? join(backupsFolder(dataDir), `${iso(clock.now()).replaceAll(/[-:]|\.\d+/g, '')}-${(await store.head()).seq}`));
  refuseBadPlace(dataDir, target);
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  try {
    mkdirSync(draft, { recursive: true, mode: 0o700 });
    const files = await copyAll(call, dataDir, draft, onProgress);
    const { head } = await verifyJournal(draft);
    const manifest: Manifest = { product: 'RE Engine backup', version: backupVersion, madeAt: iso(clock.now()), head, files };
    replaceFile(join(draft, manifestName), `${JSON.stringify(manifest, null, 1)}\n`);
    syncFolders(draft);
    onProgress('checking what was written');
    await verifyBackup(draft);
    renameSync(draft, target);
    syncFolder(nodeFiles, dirname(target));
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    await store.commit(metaOf(call, 'backup'), async () => ({ events: on('workspace', workspaceId, [{ type: 'BackupMade', place: target, headSeq: head.seq, headHash: head.hash, bytes }]), result: null }));
    return { place: target, head, files: files.length, bytes };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw troubleOf(error, target);
  }
}

function refuseBadPlace(dataDir: string, target: string): void {
  if (existsSync(target)) throw new Refused(refusal('already_exists', `${target} is there already, and a backup overwrites nothing.`, { lift: 'Name a place that is not there yet.' }));
  let above = dirname(target);
  while (!existsSync(above)) above = dirname(above);
  if (!relative(realpathSync(dataDir), realpathSync(above)).startsWith('..')) throw new Refused(refusal('invalid_input', `${target} lies in the data folder: a backup must not be lost with it.`, { lift: 'Name a place outside, best on another disk.' }));
}

/** What is made again from the journal, or belongs to this machine alone. */
const madeAgain = (path: string) => path.startsWith('run/') || path.startsWith('journal/') || /^[^/]+\.csv$/.test(path) && !path.includes('.edited-') || /(^|\/)\.[^/]*\.tmp$/.test(path) || path.startsWith('seed/') || path === 'README.md';

async function copyAll(call: Call, dataDir: string, draft: string, onProgress: (what: string) => void): Promise<Copied[]> {
  onProgress('copying the journal');
  const journal = await call.world.store.whileStill(async () => {
    refuseWithoutSpace(dataDir, draft);
    return filesUnder(join(dataDir, 'journal')).filter((name) => /^\d{6}\.csv(\.gz)?$/.test(name)).sort().map((name) => copied(dataDir, draft, `journal/${name}`));
  });
  // Behind the journal: whatever it refers to is there by now.
  const others = filesUnder(dataDir).filter((path) => !madeAgain(path));
  const files = [...journal];
  for (const [i, path] of others.entries()) {
    if (i % 50 === 0) onProgress(`copying ${i} of ${others.length} other files`);
    const one = copiedIfThere(dataDir, draft, path);
    if (one) files.push(one);
    if (i % 50 === 0) await new Promise(setImmediate);
  }
  return files;
}

function copied(dataDir: string, draft: string, path: string): Copied {
  return { path, ...copyFile(join(dataDir, path), join(draft, path)) };
}

/** Null when it was removed meanwhile: an erasure, a token that was revoked. */
function copiedIfThere(dataDir: string, draft: string, path: string): Copied | null {
  try {
    return copied(dataDir, draft, path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function refuseWithoutSpace(dataDir: string, draft: string): void {
  const { bavail, bsize } = statfsSync(draft);
  const wanted = filesUnder(dataDir).filter((path) => path.startsWith('journal/') || !madeAgain(path)).reduce((sum, path) => sum + (statSync(join(dataDir, path), { throwIfNoEntry: false })?.size ?? 0), 0);
  if (bavail * bsize < wanted * 1.05) throw new Refused(refusal('invalid_input', `There are ${mega(bavail * bsize)} MB free at ${dirname(draft)}, and the backup needs ${mega(wanted)} MB.`, { lift: 'Free some space or name another place.' }));
}

const mega = (bytes: number) => Math.ceil(bytes / 1024 / 1024).toLocaleString('en-US');

function troubleOf(error: unknown, target: string): unknown {
  const code = codeOf(error);
  if (code === '') return error;
  return new Fault('store_unwritable', `The backup ${target} could not be written (${code}). Nothing is left of it.`, { retryable: true, cause: error });
}
