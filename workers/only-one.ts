import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import type { Log } from '#lib/log.ts';
import { sleep } from './loop.ts';

const staleMs = 15_000;
const lookAgainMs = 2000;

/**
 * Waits until this is the only active worker on the data folder: a second one stands by and takes over when the first is gone.
 * For order, not for safety: two active workers could still not send one approval twice, since each claim is a commit.
 */
export async function becomeTheOnlyOne(dataDir: string, { log, signal, onLost }: { log: Log; signal: AbortSignal; onLost: () => void }): Promise<(() => Promise<void>) | null> {
  const place = join(dataDir, 'run');
  await mkdir(place, { recursive: true });
  const file = join(place, 'worker-lock');
  await writeFile(file, '', { flag: 'a' });
  let said = false;
  while (!signal.aborted) {
    try {
      return await lockfile.lock(file, { stale: staleMs, update: staleMs / 3, realpath: false, onCompromised: onLost });
    } catch (error) {
      if ((error as { code?: string }).code !== 'ELOCKED') throw error;
      if (!said) log.warn({}, 'another worker is active on this data folder; standing by');
      said = true;
      await sleep(lookAgainMs, signal);
    }
  }
  return null;
}
