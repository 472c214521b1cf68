import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Names one worker process: host, process id, and a part that no other process with that id had. */
export function workerName(): string {
  return `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}`;
}

/** Whether a worker of this host is known to have ended; of other hosts nothing is known here. */
export function isGone(worker: string, self: string): boolean {
  const [host, pid] = worker.split('/');
  if (worker === self || host !== hostname() || !pid) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
