import { randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which processes are seen from here: those of another container have numbers of their own. Empty where the system does not say. */
function processesSeen(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return '';
  }
}

/** Names one worker process: host, process id, a part that no other process with that id had, and among which processes. */
export function workerName(): string {
  return `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}/${processesSeen()}`;
}

/** Whether a worker of this host is known to have ended; of other hosts and containers nothing is known here. */
export function isGone(worker: string, self: string): boolean {
  const [host, pid, , processes] = worker.split('/');
  if (processes !== undefined && processes !== processesSeen()) return false;
  if (worker === self || host !== hostname() || !pid) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
