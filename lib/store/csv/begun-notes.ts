import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Channel } from '#lib/channels/channel.ts';
import type { BegunNotes } from '#lib/dispatch/begun-notes.ts';
import { codeOf } from '../journal/files.ts';

/** A file that has grown so large (bytes) makes room; the one before it is kept. */
const bytesMax = 1024 * 1024;
const bootIdFile = '/proc/sys/kernel/random/boot_id';
const processesLink = '/proc/self/ns/pid';

/**
 * Notes of one worker on one channel, a key a line, written without a sync: they outlive the process, not the machine. Their first line says which run of the machine they are of, and which
 * processes are seen from there: whether one of others has ended nobody here can tell. Where the system does not say so, and anywhere else, they prove nothing.
 */
export function openBegunNotes(runFolder: string, worker: string, channel: Channel): BegunNotes & { close(): void } {
  const path = join(runFolder, nameOf(worker, channel));
  let file = open(path);
  let bytes = fstatSync(file).size;
  return {
    note(key) {
      if (bytes > bytesMax) {
        file = makeRoom(path, file);
        bytes = fstatSync(file).size;
      }
      // Between line ends: half a note that a full disk left is not the beginning of this one.
      bytes += write(file, `\n${key}\n`);
    },
    close: () => closeSync(file),
  };
}

/** False only when the worker surely had not begun to hand the message over. For a worker that is known to be gone. */
export function mayHaveBegun(runFolder: string, worker: string, channel: Channel, key: string): boolean {
  const here = placeOf();
  const path = join(runFolder, nameOf(worker, channel));
  const newest = textOf(path);
  if (here === null || newest === null || !newest.startsWith(headOf(here))) return true;
  return [newest, textOf(`${path}.old`) ?? ''].some((text) => text.includes(`\n${key}\n`));
}

/** Removes the notes of workers that nobody asks about, once they have ended or prove nothing here. */
export function forgetBegun(runFolder: string, { isGone, isAsked }: { readonly isGone: (worker: string) => boolean; readonly isAsked: (worker: string) => boolean }): void {
  for (const name of readdirSync(runFolder)) {
    const worker = workerOf(name);
    if (worker === null || isAsked(worker)) continue;
    if (isGone(worker) || !isFromHere(join(runFolder, name))) rmSync(join(runFolder, name), { force: true });
  }
}

function isFromHere(path: string): boolean {
  const here = placeOf();
  return here !== null && (textOf(path)?.startsWith(headOf(here)) ?? false);
}

/** Null for a file that is none of ours. */
function workerOf(name: string): string | null {
  const worker = /^begun\.(.+)\.[a-z]+\.log(?:\.old|\.new)?$/.exec(name)?.[1];
  try {
    return worker === undefined ? null : decodeURIComponent(worker);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

const nameOf = (worker: string, channel: Channel) => `begun.${encodeURIComponent(worker)}.${channel}.log`;
const headOf = (place: string) => `${place}\n`;

function open(path: string): number {
  const file = openSync(path, 'a', 0o600);
  try {
    if (fstatSync(file).size === 0) write(file, headOf(placeOf() ?? 'nowhere'));
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/**
 * The next file is there before this one gives way: what cannot be made leaves all as it was, and nothing goes by the number of a file that is closed. Who dies between the two
 * names leaves no newest: then everything may have begun.
 */
function makeRoom(path: string, file: number): number {
  const ready = `${path}.new`;
  rmSync(ready, { force: true });
  const next = open(ready);
  renameSync(path, `${path}.old`);
  renameSync(ready, path);
  closeSync(file);
  return next;
}

/** Half a key would be no key. */
function write(file: number, text: string): number {
  const bytes = writeSync(file, text);
  if (bytes !== Buffer.byteLength(text)) throw Object.assign(new Error('a note could not be written whole'), { code: 'ENOSPC' });
  return bytes;
}

/** `boot ID, processes pid:[N]`: this run of the machine, and this namespace of its processes. */
function placeOf(): string | null {
  const boot = textOf(bootIdFile)?.trim();
  const processes = linkOf(processesLink);
  return boot === undefined || processes === null ? null : `boot ${boot}, processes ${processes}`;
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return null;
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
