import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { Fault, refusal, Refused } from '#lib/errors.ts';
import { on } from '#lib/store/event.ts';
import { codeOf, nodeFiles, syncFolder } from '#lib/store/journal/files.ts';
import { replaceFile } from '#lib/store/journal/replace-file.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { workspaceId } from '#lib/workspace/workspace.ts';
import { copyAll, wantedBytes } from './copy-live.ts';
import { syncFolders } from './copy-files.ts';
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
  readonly signal?: AbortSignal;
}

/** Beside the data folder: `data-backups` for `data`. */
export function backupsFolder(dataDir: string): string {
  const whole = resolve(dataDir);
  return join(dirname(whole), `${basename(whole)}-backups`);
}

/**
 * Copies everything that cannot be made again, while the product runs: the journal up to a commit that is acknowledged now, what it
 * refers to, and the secrets. A folder, so that it can be looked at and copied on with any tool. It is verified, and noted in the
 * journal so that a later erasure can name it, before it gets its name.
 */
export async function makeBackup(call: Call, place: string | undefined, options: BackupOptions = {}): Promise<BackupMade> {
  const forbidden = mayDo(call.actor, 'backup');
  if (forbidden) throw new Refused(forbidden);
  const { store, settings, clock } = call.world;
  if (settings.storeKind !== 'csv') throw new Refused(refusal('invalid_input', `There is nothing on disk to back up: RE_STORE is ${settings.storeKind}.`));
  const dataDir = resolve(settings.dataDir);
  const target = resolve(place ?? join(backupsFolder(dataDir), `${iso(clock.now()).replaceAll(/[-:]|\.\d+/g, '')}-${(await store.head()).seq}`));
  refuseBadPlace(dataDir, target);
  const draft = partialOf(target);
  try {
    removeLeftovers(dirname(target));
    mkdirSync(draft, { recursive: true, mode: 0o700 });
    refuseWithoutSpace(dataDir, draft);
    const made = await fill(call, draft, options);
    options.onProgress?.('checking what was written');
    await verifyBackup(draft);
    options.signal?.throwIfAborted();
    const { head, files } = made.manifest;
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    await note(call, { place: target, headSeq: head.seq, headHash: head.hash, bytes }, made.erasures);
    renameSync(draft, target);
    syncFolder(nodeFiles, dirname(target));
    return { place: target, head, files: files.length, bytes };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw troubleOf(error, target);
  }
}

async function fill(call: Call, draft: string, options: BackupOptions): Promise<{ manifest: Manifest; erasures: number }> {
  const { head, files, erasures } = await copyAll(call.world, draft, options);
  const manifest: Manifest = { product: 'RE Engine backup', version: backupVersion, madeAt: iso(call.world.clock.now()), head, files };
  replaceFile(join(draft, manifestName), `${JSON.stringify(manifest, null, 1)}\n`);
  syncFolders(draft);
  return { manifest, erasures };
}

/** A backup that was copied while somebody was erased would hold them, and the erasure would not have named it. */
async function note(call: Call, made: { place: string; headSeq: number; headHash: string; bytes: number }, erasures: number): Promise<void> {
  await call.world.store.commit(metaOf(call, 'backup'), async (reads) => {
    if ((await reads.workspace.get()).erasures.length !== erasures)
      throw new Refused(refusal('wrong_status', 'Somebody was erased while the backup was made, so it was thrown away.', { lift: 'Make it again.' }));
    return { events: on('workspace', workspaceId, [{ type: 'BackupMade', ...made }]), result: null };
  });
}

function refuseBadPlace(dataDir: string, target: string): void {
  if (existsSync(target)) throw new Refused(refusal('already_exists', `${target} is there already, and a backup overwrites nothing.`, { lift: 'Name a place that is not there yet.' }));
  let above = dirname(target);
  while (!existsSync(above)) above = dirname(above);
  if (!relative(realpathSync(dataDir), realpathSync(above)).startsWith('..')) throw new Refused(refusal('invalid_input', `${target} lies in the data folder: a backup must not be lost with it.`, { lift: 'Name a place outside, best on another disk.' }));
}

const partial = /^\..+\.([^.]+)\.(\d+)\.partial$/;
const hostWord = hostname().replaceAll('.', '-');

function partialOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.${hostWord}.${process.pid}.partial`);
}

/** Backups of this machine that were cut off and will never be whole: they hold data, and nobody knows of them. */
export function leftovers(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const [, host, pid] = partial.exec(name) ?? [];
    return host === hostWord && !isRunning(Number(pid)) ? [join(folder, name)] : [];
  });
}

function removeLeftovers(folder: string): void {
  for (const path of leftovers(folder)) rmSync(path, { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

function refuseWithoutSpace(dataDir: string, draft: string): void {
  const { bavail, bsize } = statfsSync(draft);
  const wanted = wantedBytes(dataDir, (path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  if (bavail * bsize < wanted * 1.05) throw new Refused(refusal('invalid_input', `There are ${mega(bavail * bsize)} MB free at ${dirname(draft)}, and the backup needs ${mega(wanted)} MB.`, { lift: 'Free some space or name another place.' }));
}

const mega = (bytes: number) => Math.ceil(bytes / 1024 / 1024).toLocaleString('en-US');

function troubleOf(error: unknown, target: string): unknown {
  const code = codeOf(error);
  if (code === '') return error;
  const why = code === 'ENOSPC' ? 'the disk is full' : code === 'EACCES' ? 'no right to write there' : code;
  return new Fault('store_unwritable', `The backup ${target} could not be written: ${why}. Nothing is left of it.`, { retryable: true, cause: error });
}
