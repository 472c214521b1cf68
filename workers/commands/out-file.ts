import { lstat, stat } from 'node:fs/promises';
import { refusal, Refused } from '#lib/errors.ts';
import { replaceFile } from '#lib/store/journal/replace-file.ts';
import { UsageError } from './command.ts';

/** Where somebody at the shell wants a page: a file that is not there yet, or a plain one that it takes the place of, and none that the command reads. Throws a `UsageError`. */
export async function checkOutFile(out: string, reads: readonly string[] = []): Promise<void> {
  const there = await lstat(out).catch(notThere);
  if (there === null) return;
  if (!there.isFile()) throw new UsageError(`--out would take the place of ${out}, which is no plain file.`);
  for (const read of reads) {
    const own = await stat(read).catch(notThere);
    if (own?.ino === there.ino && own.dev === there.dev) throw new UsageError(`--out would take the place of ${read}, which is read here.`);
  }
}

/** Throws `Refused` when it cannot be written there. */
export function writeOutFile(out: string, page: string): void {
  try {
    replaceFile(out, page);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new Refused(refusal('invalid_input', `${out} cannot be written (${code}).`));
  }
}

function notThere(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}
