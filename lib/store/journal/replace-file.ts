import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { nodeFiles, syncFolder, type Files } from './files.ts';

/**
 * Puts a file in the place of another so that at every moment, also after power loss, there is the old one or the new one
 * whole. When it throws, the old one is still there.
 */
export function replaceFile(path: string, bytes: Uint8Array | string, options: { files?: Files; durable?: boolean; mode?: number } = {}): void {
  const { files = nodeFiles, durable = true, mode = 0o600 } = options;
  const temporary = temporaryBeside(path);
  try {
    writeNew(files, temporary, typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes, durable, mode);
    files.rename(temporary, path);
  } catch (error) {
    files.remove(temporary);
    throw error;
  }
  if (durable) syncFolder(files, dirname(path));
}

/** Matches the names under which files of this name are written before they take its place. */
export function isTemporaryOf(name: string, file: string): boolean {
  return file.startsWith(`.${name}.`) && /\.\d+\.[0-9a-f]{8}\.tmp$/.test(file);
}

function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
}

function writeNew(files: Files, path: string, bytes: Uint8Array, durable: boolean, mode: number): void {
  const fd = files.open(path, 'wx', mode);
  try {
    writeWhole(files, fd, path, bytes);
    if (durable) files.sync(fd);
  } finally {
    files.close(fd);
  }
}

function writeWhole(files: Files, fd: number, path: string, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    const written = files.write(fd, bytes, done);
    if (written <= 0) throw new Error(`Nothing more could be written to ${path}`);
    done += written;
  }
}

/** What is written before it is brought to the disk, so that one long fsync does not hold up everybody else's. */
const unflushedBytesMax = 4 * 1024 * 1024;

/**
 * A file that is written piece by piece, however long it is, and then takes the place of another as `replaceFile` does. Whoever
 * opens one ends it with `replace` or `discard`.
 */
export class DraftFile {
  private readonly path: string;
  private readonly files: Files;
  private readonly temporary: string;
  private fd: number | null;
  private unflushed = 0;

  constructor(path: string, files: Files = nodeFiles) {
    this.path = path;
    this.files = files;
    this.temporary = temporaryBeside(path);
    this.fd = files.open(this.temporary, 'wx', 0o600);
  }

  async add(text: string): Promise<void> {
    if (this.fd === null) throw new Error(`${this.temporary} is finished`);
    const bytes = Buffer.from(text, 'utf8');
    writeWhole(this.files, this.fd, this.temporary, bytes);
    this.unflushed += bytes.length;
    if (this.unflushed < unflushedBytesMax) return;
    this.unflushed = 0;
    await this.files.flush(this.fd);
  }

  /** Brings everything to the disk; then `replace` is a matter of a moment. */
  async finish(): Promise<void> {
    if (this.fd !== null) await this.files.flush(this.fd);
    this.close();
  }

  replace(): void {
    this.files.rename(this.temporary, this.path);
    syncFolder(this.files, dirname(this.path));
  }

  discard(): void {
    this.close();
    this.files.remove(this.temporary);
  }

  private close(): void {
    if (this.fd === null) return;
    const { fd } = this;
    this.fd = null;
    this.files.close(fd);
  }
}
