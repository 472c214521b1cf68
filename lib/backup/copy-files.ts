import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, ftruncateSync, lstatSync, mkdirSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { refusal, Refused } from '#lib/errors.ts';

/** Files copied so that they survive power loss, with what they came to. */

export interface Copied {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const chunkBytes = 1024 * 1024;

/** Copies one file as it is at this moment; its folder is made. The name is durable once `syncFolders` was called. */
export function copyFile(from: string, to: string): Omit<Copied, 'path'> {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const source = openSync(from, 'r');
  try {
    const target = openSync(to, 'wx', 0o600);
    try {
      const outcome = pour(source, target);
      fsyncSync(target);
      return outcome;
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

function pour(source: number, target: number | null): { bytes: number; sha256: string } {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let bytes = 0;
  for (let got = readSync(source, buffer, 0, chunkBytes, null); got > 0; got = readSync(source, buffer, 0, chunkBytes, null)) {
    hash.update(buffer.subarray(0, got));
    for (let done = 0; target !== null && done < got; ) done += writeSync(target, buffer, done, got - done);
    bytes += got;
  }
  return { bytes, sha256: hash.digest('hex') };
}

export function sumOf(path: string): { bytes: number; sha256: string } {
  const source = openSync(path, 'r');
  try {
    return pour(source, null);
  } finally {
    closeSync(source);
  }
}

/** Every plain file under a folder, relative to it and with `/`; anything else (a link, a device) is refused. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
    // Gone meanwhile: files come and go while the product runs.
    if (!found || found.isDirectory()) return [];
    if (!found.isFile()) throw new Refused(refusal('invalid_input', `${join(folder, name)} is not a plain file.`, { lift: 'Put the file itself there instead of a link.' }));
    return [relative(folder, join(folder, name)).split(sep).join('/')];
  });
}

/** Takes away what stands behind a byte. */
export function cutFile(path: string, bytes: number): void {
  const fd = openSync(path, 'r+');
  try {
    ftruncateSync(fd, bytes);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes the names in a folder and everything below it survive power loss. */
export function syncFolders(folder: string): void {
  const below = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of [...below, folder]) {
    const fd = openSync(path, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }
}
