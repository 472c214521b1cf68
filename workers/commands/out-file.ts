import { lstat, stat } from 'node:fs/promises';
import { refusal, Refused } from '#lib/errors.ts';
import { replaceFile } from '#lib/store/journal/replace-file.ts';
import { UsageError } from './command.ts';

/** Where somebody at the shell wants a page: a file that is not there yet, or a plain one that it takes the place of, and none that the command reads (and has read by now). Throws a `UsageError`, and `Refused` where nothing can be written. */
export async function checkOutFile(out: string, reads: readonly string[] = []): Promise<void> {
  const there = await lstat(out).catch((error: NodeJS.ErrnoException) => noFile(out, error));
  if (there === null) return;
  if (!there.isFile()) throw new UsageError(`--out would take the place of ${out}, which is no plain file.`);
  for (const read of reads) {
    const own = await stat(read);
    if (own.ino === there.ino && own.dev === there.dev) throw new UsageError(`--out would take the place of ${read}, which is read here.`);
  }
}

/** Throws `Refused` when it cannot be written there. */
export function writeOutFile(out: string, page: string): void {
  try {
    replaceFile(out, page);
  } catch (error) {
    throw refused(out, error as NodeJS.ErrnoException);
  }
}

function noFile(out: string, error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw refused(out, error);
}

/** What the file system said; any other error stays what it is. */
function refused(out: string, error: NodeJS.ErrnoException): Error {
  return error.syscall === undefined ? error : new Refused(refusal('invalid_input', `${out} cannot be written (${error.code}).`));
}
