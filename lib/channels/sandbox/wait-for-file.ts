import { watch } from 'node:fs';

/** Resolves when something changes in a folder, after `waitMs`, or when the signal aborts, whichever is first. */
export function waitForFile(folder: string, { signal, waitMs }: { signal: AbortSignal; waitMs: number }): Promise<void> {
  if (signal.aborted || waitMs <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const watcher = watch(folder);
    const done = () => {
      clearTimeout(timer);
      watcher.close();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    watcher.on('change', done);
    // A folder that cannot be watched is looked at after the wait.
    watcher.on('error', () => watcher.close());
    signal.addEventListener('abort', done, { once: true });
  });
}
