/** Messages of an mbox as they stream by (RFC 4155; quoting of mboxrd: `>From ` and `>>From ` lose one `>`). */

export interface MboxPart {
  /** Null when it is larger than is read; its end is found all the same. */
  readonly bytes: Buffer | null;
  readonly sizeBytes: number;
  /** Byte in the file where it ends. */
  readonly endsAt: number;
}

const lf = 0x0a;

export async function* splitMbox(chunks: AsyncIterable<Buffer>, bytesMax: number): AsyncIterable<MboxPart> {
  let current: Collected | null = null;
  let at = 0;
  let blankBefore = true;
  for await (const line of linesOf(chunks)) {
    if (blankBefore && isSeparator(line)) {
      if (current) yield part(current, at);
      current = { lines: [], size: 0, bytesMax };
    } else if (current) add(current, unquoted(line));
    at += line.length;
    blankBefore = isBlank(line);
  }
  if (current) yield part(current, at);
}

interface Collected {
  lines: Buffer[];
  size: number;
  readonly bytesMax: number;
}

function add(collected: Collected, line: Buffer): void {
  collected.size += line.length;
  if (collected.size <= collected.bytesMax) collected.lines.push(line);
  else collected.lines = [];
}

/** Without the blank line that stands before the next separator. */
function part({ lines, size, bytesMax }: Collected, endsAt: number): MboxPart {
  if (size > bytesMax) return { bytes: null, sizeBytes: size, endsAt };
  const last = lines.at(-1);
  const kept = last && lines.length > 1 && isBlank(last) ? lines.slice(0, -1) : lines;
  return { bytes: Buffer.concat(kept), sizeBytes: size, endsAt };
}

/**
 * `From sender Thu Jan  1 00:00:00 1970`: a line of a body that merely begins with “From ” has no such end, and files whose
 * program did not quote it stay whole.
 */
function isSeparator(line: Buffer): boolean {
  if (line.length > 1000 || line.subarray(0, 5).toString('latin1') !== 'From ') return false;
  return /^From (?:.*\s)?(?:mon|tue|wed|thu|fri|sat|sun),?\s.*\b\d{1,2}:\d{2}(?::\d{2})?\b.*\d{4}|^From (?:\S+@\S+|MAILER-DAEMON|-)\s*$/i.test(line.toString('latin1'));
}

function unquoted(line: Buffer): Buffer {
  return line[0] === 0x3e && /^>+From /.test(line.subarray(0, 200).toString('latin1')) ? line.subarray(1) : line;
}

function isBlank(line: Buffer): boolean {
  return line.length <= 2 && /^\r?\n?$/.test(line.toString('latin1'));
}

/** Lines with their ends; one without end is handed out in pieces, so that no file can fill the memory. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let rest: Buffer[] = [];
  let restSize = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(lf); end >= 0; end = chunk.indexOf(lf, from)) {
      const tail = chunk.subarray(from, end + 1);
      yield rest.length === 0 ? Buffer.from(tail) : Buffer.concat([...rest, tail]);
      rest = [];
      restSize = 0;
      from = end + 1;
    }
    if (from < chunk.length) {
      rest.push(Buffer.from(chunk.subarray(from)));
      restSize += chunk.length - from;
    }
    if (restSize > 8 * 1024 * 1024) {
      yield Buffer.concat(rest);
      rest = [];
      restSize = 0;
    }
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}
