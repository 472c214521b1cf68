import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFiles, syncFolder, type Files } from './files.ts';
import { header } from './record.ts';

/** One file of the journal, as one process reads and appends to it. */

export function segmentName(number: number): string {
  return `${String(number).padStart(6, '0')}.csv`;
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
  private readonly fd: number;
  private readonly files: Files;

  private constructor(files: Files, folder: string, number: number, flags: 'a+' | 'r' = 'a+') {
    this.files = files;
    this.folder = folder;
    this.path = join(folder, segmentName(number));
    this.number = number;
    this.fd = files.open(this.path, flags, 0o600);
  }

  /** Null when there is no such file. */
  static open(folder: string, number: number, files: Files = nodeFiles): Segment | null {
    return existsSync(join(folder, segmentName(number))) ? new Segment(files, folder, number) : null;
  }

  /** For looking only: needs no right to write. */
  static openToRead(folder: string, number: number): Segment {
    return new Segment(nodeFiles, folder, number, 'r');
  }

  /** Makes the file, unless another process just did: then both write the header, which does no harm. */
  static create(folder: string, number: number, files: Files = nodeFiles): Segment {
    const segment = new Segment(files, folder, number);
    if (files.size(segment.fd).size === 0) segment.append(Buffer.from(`${header}\n`));
    return segment;
  }

  /** Whether bytes were added since the last look. Throws when the file was cut or removed. */
  grew(): boolean {
    const { size, removed } = this.files.size(this.fd);
    if (removed) throw new Error(`${this.path} was removed or replaced while it was in use`);
    if (size < this.offset) throw new Error(`${this.path} is shorter than it was: ${size} bytes instead of ${this.offset} or more`);
    return size !== this.seen;
  }

  /** True when the last line has no end: its writer died, or is writing at this moment. */
  get torn(): boolean {
    return this.seen > this.offset;
  }

  /** Hands out every whole line from `offset` on until the handler says stop; `offset` moves behind each line handed out. */
  readLines(handle: (line: Line) => 'go_on' | 'stop'): void {
    this.seen = this.files.size(this.fd).size;
    let buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(1, this.seen - this.offset)));
    for (;;) {
      const wanted = Math.min(buffer.length, this.seen - this.offset);
      const got = wanted > 0 ? this.files.read(this.fd, buffer, wanted, this.offset) : 0;
      if (got === 0) return;
      let from = 0;
      for (let end = buffer.indexOf(newline, 0); end !== -1 && end < got; end = buffer.indexOf(newline, from)) {
        const line = { text: buffer.toString('utf8', from, end), offset: this.offset, bytes: end - from };
        const verdict = handle(line);
        this.offset += end - from + 1;
        from = end + 1;
        if (verdict === 'stop') return;
      }
      if (from === 0 && got < buffer.length) return;
      if (from === 0) buffer = Buffer.allocUnsafe(buffer.length * 4);
    }
  }

  /** The bytes from `offset` to the end, read anew. */
  rest(): Buffer {
    return this.bytes(this.offset, this.files.size(this.fd).size - this.offset);
  }

  bytes(offset: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const got = this.files.read(this.fd, buffer.subarray(done), length - done, offset + done);
      if (got === 0) break;
      done += got;
    }
    return buffer.subarray(0, done);
  }

  /** One write. Throws when not everything could be written: what was written stays as an unfinished line. */
  append(bytes: Uint8Array): void {
    const written = this.files.write(this.fd, bytes, 0);
    if (written !== bytes.length) throw Object.assign(new Error(`only ${written} of ${bytes.length} bytes could be written`), { code: 'ENOSPC' });
  }

  /** Resolves when what was appended survives power loss, the file's name in its folder included. */
  async settle(): Promise<void> {
    if (!this.named) syncFolder(this.files, this.folder);
    this.named = true;
    await this.files.datasync(this.fd);
  }

  close(): void {
    this.files.close(this.fd);
  }
}
