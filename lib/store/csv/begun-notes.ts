import { closeSync, fstatSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { BegunNotes } from '#lib/dispatch/begun.ts';
import { codeOf } from '../journal/files.ts';

/** A file that has grown so large (bytes) makes room; the one before it is kept. */
const bytesMax = 1024 * 1024;
const bootIdFile = '/proc/sys/kernel/random/boot_id';

/**
 * Notes of one worker on one channel, a key a line, written without a sync: they outlive the process, not the machine. Their first line says which run of the machine they are of; where
 * the system does not tell, they prove nothing.
 */
export function openBegunNotes(runFolder: string, worker: string, channel: string): BegunNotes & { close(): void } {
  const path = join(runFolder, nameOf(worker, channel));
  let file = open(path);
  return {
    note(key) {
      if (fstatSync(file).size > bytesMax) {
        renameSync(path, `${path}.old`);
        closeSync(file);
        file = open(path);
      }
      write(file, `${key}\n`);
    },
    close: () => closeSync(file),
  };
}

/** False only when the worker surely had not begun to hand the message over. For a worker that is known to be gone. */
export function mayHaveBegun(runFolder: string, worker: string, channel: string, key: string): boolean {
  const boot = bootId();
  const path = join(runFolder, nameOf(worker, channel));
  const newest = textOf(path);
  if (boot === null || newest === null || !newest.startsWith(headOf(boot))) return true;
  return [newest, textOf(`${path}.old`) ?? ''].some((text) => text.includes(`\n${key}\n`));
}

/** Removes the notes of workers that nobody asks about any more. */
export function forgetBegun(runFolder: string, isForgotten: (worker: string) => boolean): void {
  for (const name of readdirSync(runFolder)) {
    const worker = /^begun\.(.+)\.[a-z]+\.log(?:\.old)?$/.exec(name)?.[1];
    if (worker !== undefined && isForgotten(decodeURIComponent(worker))) rmSync(join(runFolder, name), { force: true });
  }
}

const nameOf = (worker: string, channel: string) => `begun.${encodeURIComponent(worker)}.${channel}.log`;
const headOf = (boot: string) => `boot ${boot}\n`;

function open(path: string): number {
  const file = openSync(path, 'a', 0o600);
  if (fstatSync(file).size === 0) write(file, headOf(bootId() ?? 'unknown'));
  return file;
}

/** Half a key would be no key. */
function write(file: number, text: string): void {
  if (writeSync(file, text) !== Buffer.byteLength(text)) throw Object.assign(new Error('a note could not be written whole'), { code: 'ENOSPC' });
}

function bootId(): string | null {
  return textOf(bootIdFile)?.trim() ?? null;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
