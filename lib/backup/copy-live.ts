import { join, resolve } from 'node:path';
import { refusal, Refused } from '#lib/errors.ts';
import { codeOf } from '#lib/store/journal/files.ts';
import type { World } from '#lib/world.ts';
import { copyFile, filesUnder, sumOf, type Copied } from './copy-files.ts';
import { cutToLastCommit } from './journal-prefix.ts';
import type { Manifest } from './manifest.ts';

/** What goes into a backup, copied from a data folder that others write to meanwhile. */

export interface CopiedAll {
  readonly files: Copied[];
  readonly head: Manifest['head'];
  /** Erasures that were on record before the first byte was copied. */
  readonly erasures: number;
}

export interface CopyOptions {
  readonly onProgress?: (what: string) => void;
  readonly signal?: AbortSignal;
}

/** Of this machine, of a checkout, made again from the journal, or not finished. Without the session secret, whoever gets the backup forges no session. */
const isLeftOut = (path: string) =>
  /^(run|seed)\//.test(path) || path === 'README.md' || path === 'secrets/nextauth-secret' || (/^[^/]+\.csv$/.test(path) && !path.includes('.edited-')) || /(^|\/)\.[^/]*\.tmp$/.test(path);
const isJournal = (path: string) => path.startsWith('journal/');
const isSecret = (path: string) => path.startsWith('secrets/');

export function wantedBytes(dataDir: string, sizeOf: (path: string) => number): number {
  return filesUnder(dataDir).filter((path) => !isLeftOut(path)).reduce((sum, path) => sum + sizeOf(join(dataDir, path)), 0);
}

/**
 * Secrets are copied before the journal and again after it: a password that is changed meanwhile is there as the journal names it.
 * Artifacts come behind the journal: whatever it refers to is there by then.
 */
export async function copyAll({ store, settings }: World, draft: string, { onProgress = () => undefined, signal }: CopyOptions): Promise<CopiedAll> {
  const dataDir = resolve(settings.dataDir);
  const files = new Map<string, Copied>();
  const copyEach = async (paths: readonly string[], what: string) => {
    for (const [i, path] of paths.entries()) {
      signal?.throwIfAborted();
      if (i % 50 === 0) onProgress(`copying ${what}: ${i} of ${paths.length}`);
      const one = files.has(path) ? null : copiedIfThere(dataDir, draft, path);
      if (one) files.set(path, one);
      if (i % 50 === 0 || isJournal(path)) await new Promise(setImmediate);
    }
  };
  const others = () => filesUnder(dataDir).filter((path) => !isLeftOut(path) && !isJournal(path));
  const { erasures } = await store.workspace.get();
  if (erasures.some((erasure) => erasure.finishedAt === null))
    throw new Refused(refusal('wrong_status', 'Somebody is being erased at this moment, and the backup would still hold them.', { lift: 'Try again in a minute. The worker ends an erasure that was cut off.' }));
  await copyEach(others().filter(isSecret), 'secrets');
  // Nobody puts another file in the place of one of the journal's meanwhile (an erasure, an archive).
  await store.whileStill(() => copyEach(segmentsOf(dataDir), 'the journal'));
  const head = await cutToLastCommit(join(draft, 'journal'));
  await copyEach(others(), 'other files');
  const journal = segmentsOf(draft).map((path) => ({ path, ...sumOf(join(draft, path)) }));
  return { files: [...journal, ...[...files.values()].filter(({ path }) => !isJournal(path))], head, erasures: erasures.length };
}

function segmentsOf(folder: string): string[] {
  return filesUnder(join(folder, 'journal')).filter((name) => /^\d{6}\.csv(\.gz)?$/.test(name)).sort().map((name) => `journal/${name}`);
}

/** Null when it was removed meanwhile: an erasure, a token that was revoked. */
function copiedIfThere(dataDir: string, draft: string, path: string): Copied | null {
  try {
    return { path, ...copyFile(join(dataDir, path), join(draft, path)) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && !isJournal(path)) return null;
    throw error;
  }
}
