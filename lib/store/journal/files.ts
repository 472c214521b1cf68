import fs from 'node:fs';

/** What the store asks of the file system; tests hand in one that fails. */
export interface Files {
  open(path: string, flags: string | number, mode: number): number;
  close(fd: number): void;
  size(fd: number): { readonly size: number; readonly removed: boolean };
  read(fd: number, into: Uint8Array, length: number, position: number): number;
  /** May write fewer bytes than there are, and says how many. */
  write(fd: number, bytes: Uint8Array, offset: number): number;
  datasync(fd: number): Promise<void>;
  sync(fd: number): void;
  /** As `sync`, on another thread: for much that nobody waits for. */
  flush(fd: number): Promise<void>;
  rename(from: string, to: string): void;
  remove(path: string): void;
}

/** Below this a trip to another thread and back costs more than what the event loop would wait. */
const shortMs = 0.4;

function datasyncApart(fd: number): Promise<void> {
  return new Promise((resolve, reject) => fs.fdatasync(fd, (error) => (error ? reject(error) : resolve())));
}

/** On a disk that answers fast, fsync in place; on a slow one, on another thread, so that reading goes on meanwhile. */
function timedDatasync(): Files['datasync'] {
  let usualMs = 1;
  return async (fd) => {
    const from = performance.now();
    if (usualMs < shortMs) fs.fdatasyncSync(fd);
    else await datasyncApart(fd);
    usualMs = usualMs * 0.9 + (performance.now() - from) * 0.1;
  };
}

export const nodeFiles: Files = {
  open: (path, flags, mode) => fs.openSync(path, flags, mode),
  close: (fd) => fs.closeSync(fd),
  size: (fd) => {
    const { size, nlink } = fs.fstatSync(fd);
    return { size, removed: nlink === 0 };
  },
  read: (fd, into, length, position) => fs.readSync(fd, into, 0, length, position),
  write: (fd, bytes, offset) => fs.writeSync(fd, bytes, offset),
  datasync: timedDatasync(),
  sync: (fd) => fs.fsyncSync(fd),
  flush: (fd) => new Promise((resolve, reject) => fs.fsync(fd, (error) => (error ? reject(error) : resolve()))),
  rename: (from, to) => fs.renameSync(from, to),
  remove: (path) => fs.rmSync(path, { force: true }),
};

/** For a process that has other work meanwhile, such as a message on its way: it never waits in place for the disk. */
export const filesSyncedApart: Files = { ...nodeFiles, datasync: datasyncApart };

export function syncFolder(files: Files, folder: string): void {
  const fd = files.open(folder, 'r', 0);
  try {
    files.sync(fd);
  } finally {
    files.close(fd);
  }
}

/** The code of a system error (`ENOSPC`), or an empty text. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** A whole file, or null when there is none. */
export function readFileIfThere(path: string): Buffer | null {
  try {
    return fs.readFileSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
