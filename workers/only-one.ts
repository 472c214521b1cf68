import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import type { Log } from '#lib/log.ts';
import { isGone } from './identity.ts';
import { sleep } from './loop.ts';

const staleMs = 15_000;
const lookAgainMs = 1000;

export interface OnlyOneOptions {
  /** Names this process; left in the lock for others to see. */
  readonly worker: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Told when the lock was lost while it was held. */
  readonly onLost: () => void;
}

/**
 * Waits until this is the only active worker on the data folder: a second one stands by and takes over when the first is gone, at once
 * when it can see that its process ended. Gives what releases the lock, or null when it was told to stop before.
 * For order, not for safety: two active workers could still not send one approval twice, since each claim is a commit.
 */
export async function becomeTheOnlyOne(dataDir: string, { worker, log, signal, onLost }: OnlyOneOptions): Promise<(() => Promise<void>) | null> {
  await mkdir(join(dataDir, 'run'), { recursive: true });
  const file = join(dataDir, 'run', 'worker-lock');
  await writeFile(file, '', { flag: 'a' });
  let said = false;
  while (!signal.aborted) {
    try {
      const release = await lockfile.lock(file, { stale: staleMs, update: staleMs / 3, realpath: false, onCompromised: onLost });
      await writeFile(file, worker);
      return release;
    } catch (error) {
      if (codeOf(error) !== 'ELOCKED') throw error;
    }
    const holder = await readFile(file, 'utf8');
    if (isGone(holder, worker)) {
      log.info({ holder }, 'the worker that was active is gone; taking over');
      await removeLock(`${file}.lock`);
      continue;
    }
    if (!said) log.warn({ holder }, 'another worker is active on this data folder; standing by');
    said = true;
    await sleep(lookAgainMs, signal);
  }
  return null;
}

async function removeLock(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string }).code;
}
