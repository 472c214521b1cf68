import { nodeFiles, type Files } from './files.ts';

/** For tests: files whose k-th call of a kind fails, with a code of the operating system, or writes only a part. */
export interface Failure {
  readonly call: keyof Files;
  /** Counts from 1 over the life of the files. */
  readonly at: number;
  readonly code: string;
  /** Every later call fails too. */
  readonly lasting?: boolean;
  /** A write puts down this share of its bytes before it fails (0 to 1). */
  readonly written?: number;
  /** The rest of a write is not an error: the call says how many bytes it wrote. */
  readonly short?: boolean;
}

export interface FailingFiles extends Files {
  readonly failed: () => number;
}

export function failingFiles(failure: Failure): FailingFiles {
  let calls = 0;
  let failed = 0;
  const fails = (call: keyof Files): boolean => {
    if (call !== failure.call) return false;
    calls += 1;
    const now = failure.lasting ? calls >= failure.at : calls === failure.at;
    if (now) failed += 1;
    return now;
  };
  const error = () => Object.assign(new Error(`${failure.code}: injected`), { code: failure.code });
  const guard = <A extends readonly unknown[], R>(call: keyof Files, real: (...args: A) => R) => (...args: A): R => {
    if (fails(call)) throw error();
    return real(...args);
  };
  return {
    open: guard('open', nodeFiles.open),
    close: nodeFiles.close,
    size: guard('size', nodeFiles.size),
    read: guard('read', nodeFiles.read),
    write: (fd, bytes, offset) => {
      if (!fails('write')) return nodeFiles.write(fd, bytes, offset);
      const part = bytes.subarray(offset, offset + Math.floor((bytes.length - offset) * (failure.written ?? 0)));
      const done = part.length > 0 ? nodeFiles.write(fd, part, 0) : 0;
      if (failure.short) return done;
      throw error();
    },
    datasync: async (fd) => {
      if (fails('datasync')) throw error();
      await nodeFiles.datasync(fd);
    },
    sync: guard('sync', nodeFiles.sync),
    flush: async (fd) => {
      if (fails('flush')) throw error();
      await nodeFiles.flush(fd);
    },
    rename: guard('rename', nodeFiles.rename),
    remove: nodeFiles.remove,
    failed: () => failed,
  };
}
