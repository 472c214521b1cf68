import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { nodeFiles, syncFolder, type Files } from './files.ts';

/**
 * Puts a file in the place of another so that at every moment, also after power loss, there is the old one or the new one
 * whole. When it throws, the old one is still there.
 */
export function replaceFile(path: string, bytes: Uint8Array | string, options: { files?: Files; durable?: boolean; mode?: number } = {}): void {
  const { files = nodeFiles, durable = true, mode = 0o600 } = options;
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    writeWhole(files, temporary, typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes, durable, mode);
    files.rename(temporary, path);
  } catch (error) {
    files.remove(temporary);
    throw error;
  }
  if (durable) syncFolder(files, dirname(path));
}

function writeWhole(files: Files, path: string, bytes: Uint8Array, durable: boolean, mode: number): void {
  const fd = files.open(path, 'wx', mode);
  try {
    for (let done = 0; done < bytes.length; ) {
      const written = files.write(fd, bytes, done);
      if (written <= 0) throw new Error(`Nothing more could be written to ${path}`);
      done += written;
    }
    if (durable) files.sync(fd);
  } finally {
    files.close(fd);
  }
}
