import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Damage } from './chain.ts';
import { nodeFiles, syncFolder, type Files } from './files.ts';
import { header } from './record.ts';

/** One file of the journal, as one process reads and appends to it. A closed one may be compressed: `000001.csv.gz`. */

export function segmentName(number: number): string {
  return `${String(number).padStart(6, '0')}.csv`;
}

/** Numbers of the files there are, in order; one that is there both plain and compressed counts once. */
export function segmentNumbers(folder: string): number[] {
  const numbers = readdirSync(folder).flatMap((name) => /^(\d{6})\.csv(?:\.gz)?$/.exec(name)?.[1] ?? []);
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b);
}

export interface Line {
  readonly text: string;
  /** Of the first byte in the file. */
  readonly offset: number;
  readonly bytes: number;
}

const newline = 10;
const chunkBytes = 4 * 1024 * 1024;

export class Segment {
  readonly path: string;
  readonly number: number;
  /** Everything before this byte has been read as whole lines. */
  offset = 0;
  /** How large the file was when it was last looked at. */
  seen = 0;
  /** Whether the file is surely found under its name after power loss. */
  private named = false;
  private readonly folder: string;
  private readonly source: Source;
  private readonly files: Files;

  private constructor(files: Files, folder: string, number: number, source: Source) {
    this.files = files;
    this.folder = folder;
    this.path = source.path;
    this.number = number;
    this.source = source;
  }

  /** Null when there is no such file. `'r'` needs no right to write. */
  static open(folder: string, number: number, files: Files = nodeFiles, flags: 'a+' | 'r' = 'a+'): Segment | null {
    const path = join(folder, segmentName(number));
    if (existsSync(path)) return new Segment(files, folder, number, plainSource(files, path, flags));
    return existsSync(`${path}.gz`) ? new Segment(files, folder, number, compressedSource(`${path}.gz`)) : null;
  }

  /** Makes the file, unless another process just did: then both write the header, which does no harm. */
  static create(folder: string, number: number, files: Files = nodeFiles): Segment {
    const segment = new Segment(files, folder, number, plainSource(files, join(folder, segmentName(number)), 'a+'));
    if (segment.source.size().size === 0) segment.append(Buffer.from(`${header}\n`));
    return segment;
  }

  /** Another file was put in the place of this one: the data of somebody was taken out, or it was compressed. */
  get replaced(): boolean {
    return this.source.size().removed && Segment.isThere(this.folder, this.number);
  }

  private static isThere(folder: string, number: number): boolean {
    const path = join(folder, segmentName(number));
    return existsSync(path) || existsSync(`${path}.gz`);
  }

  /** Whether bytes were added since the last look. Throws when the file was cut or removed. */
  grew(): boolean {
    const { size, removed } = this.source.size();
    if (removed) throw new Error(`${this.path} was removed or replaced while it was in use`);
    if (size < this.offset) throw new Error(`${this.path} is shorter than it was: ${size} bytes instead of ${this.offset} or more`);
    return size !== this.seen;
  }

  /** How much stands behind what was read (bytes). */
  get unread(): number {
    return this.source.size().size - this.offset;
  }

  /** True when the last line has no end: its writer died, or is writing at this moment. */
  get torn(): boolean {
    return this.seen > this.offset;
  }

  /** Hands out every whole line from `offset` on until the handler says stop; `offset` moves behind each line handed out. */
  readLines(handle: (line: Line) => 'go_on' | 'stop'): void {
    this.seen = this.source.size().size;
    let buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(1, this.seen - this.offset)));
    for (;;) {
      const wanted = Math.min(buffer.length, this.seen - this.offset);
      const got = wanted > 0 ? this.source.read(buffer, wanted, this.offset) : 0;
      if (got === 0) return;
      let from = 0;
      for (let end = buffer.indexOf(newline, 0); end !== -1 && end < got; end = buffer.indexOf(newline, from)) {
        const line = { text: buffer.toString('utf8', from, end), offset: this.offset, bytes: end - from };
        const verdict = handle(line);
        this.offset += end - from + 1;
        from = end + 1;
        if (verdict === 'stop') {
          // What stands behind this line was not looked at.
          this.seen = this.offset;
          return;
        }
      }
      if (from === 0 && got < buffer.length) return;
      if (from === 0) buffer = Buffer.allocUnsafe(buffer.length * 4);
    }
  }

  /** The bytes from `offset` to the end that was last seen, read anew: what others add meanwhile is not part of an unfinished line. */
  rest(): Buffer {
    return this.bytes(this.offset, this.seen - this.offset);
  }

  bytes(offset: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const got = this.source.read(buffer.subarray(done), length - done, offset + done);
      if (got === 0) break;
      done += got;
    }
    return buffer.subarray(0, done);
  }

  /** One write. Throws when not everything could be written: what was written stays as an unfinished line. */
  append(bytes: Uint8Array): void {
    const written = this.source.write(bytes);
    if (written !== bytes.length) throw Object.assign(new Error(`only ${written} of ${bytes.length} bytes could be written`), { code: 'ENOSPC' });
  }

  /** Resolves when what was appended survives power loss, the file's name in its folder included. */
  async settle(): Promise<void> {
    if (!this.named) syncFolder(this.files, this.folder);
    this.named = true;
    await this.source.datasync();
  }

  get compressed(): boolean {
    return this.source.compressed;
  }

  close(): void {
    this.source.close();
  }
}

/** Where the bytes of a file of the journal come from. */
interface Source {
  readonly path: string;
  readonly compressed: boolean;
  size(): { readonly size: number; readonly removed: boolean };
  read(into: Uint8Array, length: number, position: number): number;
  write(bytes: Uint8Array): number;
  datasync(): Promise<void>;
  close(): void;
}

function plainSource(files: Files, path: string, flags: 'a+' | 'r'): Source {
  const fd = files.open(path, flags, 0o600);
  return {
    path, compressed: false,
    size: () => files.size(fd),
    read: (into, length, position) => files.read(fd, into, length, position),
    write: (bytes) => files.write(fd, bytes, 0),
    datasync: () => files.datasync(fd),
    close: () => files.close(fd),
  };
}

/** Many times what a file of the journal comes to: whatever unpacks to more was made to fill the memory. */
const unpackedBytesMax = 2 ** 30;

function unpack(path: string): Buffer {
  const packed = readFileSync(path);
  try {
    return gunzipSync(packed, { maxOutputLength: unpackedBytesMax });
  } catch (error) {
    throw new Damage(`the file cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Unpacked when it is asked for, and given back when memory is short. */
function compressedSource(path: string): Source {
  let kept: WeakRef<Buffer> | null = null;
  let size = -1;
  const unpacked = (): Buffer => {
    const bytes = kept?.deref() ?? unpack(path);
    kept = new WeakRef(bytes);
    size = bytes.length;
    return bytes;
  };
  const closed = () => {
    throw new Error(`${path} is compressed: nothing is added to it`);
  };
  return {
    path, compressed: true,
    size: () => ({ size: size === -1 ? unpacked().length : size, removed: false }),
    read: (into, length, position) => unpacked().copy(into, 0, position, position + length),
    write: closed,
    datasync: async () => closed(),
    close: () => {},
  };
}
