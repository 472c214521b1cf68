import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Channel } from '#lib/channels/channel.ts';
import type { BegunNotes, Noted } from '#lib/dispatch/begun-notes.ts';
import { codeOf } from '../journal/files.ts';

/** A file that has grown so large (bytes) makes room; the one before it is kept. */
const bytesMax = 1024 * 1024;
/** A file of somebody nobody here knows of is left alone for so long after its last note (ms). */
const restMs = 7 * 86_400_000;
const bootIdFile = '/proc/sys/kernel/random/boot_id';
const processesLink = '/proc/self/ns/pid';

/**
 * Notes of one worker on one channel, a key a line, written without a sync: they outlive the process, not the machine. Their first line says which run of the machine they are of, and which
 * processes are seen from there: whether one of others has ended nobody here can tell. Where the system does not say so, and anywhere else, they prove nothing.
 */
export function openBegunNotes(runFolder: string, worker: string, channel: Channel, { isFirst = true } = {}): OpenNotes {
  const path = join(runFolder, nameOf(worker, channel));
  let file = open(path, isFirst);
  let bytes = fstatSync(file).size;
  const add = (line: string) => {
    if (bytes > bytesMax) {
      file = makeRoom(path, file);
      bytes = fstatSync(file).size;
    }
    // Between line ends: half a note that a full disk left is not the beginning of this one.
    bytes += write(file, `\n${line}\n`);
  };
  return { note: add, noteAccepted: (key, providerId) => add(acceptedOf(key, providerId)), close: () => closeSync(file) };
}

export interface OpenNotes extends BegunNotes {
  /** What the channel took; nobody has to find out, should the worker be killed before it is recorded. Throws when it cannot be noted. */
  noteAccepted(key: string, providerId: string): void;
  close(): void;
}

/** What is noted of an attempt. That it had not begun counts only for a worker that is known to be gone. */
export function noteOf(runFolder: string, worker: string, channel: Channel, key: string): Noted {
  const here = placeOf();
  const path = join(runFolder, nameOf(worker, channel));
  const newest = textOf(path);
  const all = `${textOf(`${path}.old`) ?? ''}\n${newest ?? ''}`;
  // What is there was so, wherever it is read.
  const providerId = acceptedIn(all, key);
  if (providerId !== null) return { kind: 'accepted', providerId };
  const isWhole = here !== null && newest !== null && newest.startsWith(headOf(here));
  return { kind: isWhole && !all.includes(`\n${key}\n`) ? 'not_begun' : 'begun' };
}

/** Removes the notes of workers that nobody asks about, once they have ended. Of those of other containers nobody here knows: theirs go when nothing was noted for long. */
export function forgetBegun(runFolder: string, { nowMs, isGone, isKept }: { readonly nowMs: number; readonly isGone: (worker: string) => boolean; readonly isKept: (worker: string) => boolean }): void {
  for (const name of readdirSync(runFolder)) {
    const worker = workerOf(name);
    if (worker === null || isKept(worker)) continue;
    const path = join(runFolder, name);
    const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? nowMs;
    if (isGone(worker) || nowMs - changedAt > restMs) rmSync(path, { force: true });
  }
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

const acceptedOf = (key: string, providerId: string) => `=${key} ${JSON.stringify(providerId)}`;

function acceptedIn(notes: string, key: string): string | null {
  const from = notes.indexOf(`\n=${key} "`);
  if (from === -1) return null;
  const line = notes.slice(from + 1, notes.indexOf('\n', from + 1));
  const text = line.slice(line.indexOf(' ') + 1);
  return /^"(?:[^"\\]|\\.)*"$/.test(text) ? (JSON.parse(text) as string) : null;
}

const nameOf = (worker: string, channel: Channel) => `begun.${encodeURIComponent(worker)}.${channel}.log`;
const headOf = (place: string) => `${place}\n`;

/** Where another file of this worker was before, an empty one says nothing of what stood there: it proves nothing. */
function open(path: string, isFirst: boolean): number {
  const file = openSync(path, 'a', 0o600);
  try {
    if (fstatSync(file).size === 0) write(file, headOf((isFirst ? placeOf() : null) ?? 'nowhere'));
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
  const isThere = existsSync(path);
  const next = open(ready, isThere);
  try {
    if (isThere) renameSync(path, `${path}.old`);
    renameSync(ready, path);
  } catch (error) {
    closeSync(next);
    throw error;
  }
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
