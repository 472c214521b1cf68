import { statSync } from 'node:fs';
import { closingType } from './record.ts';
import { Segment, segmentNumbers } from './segment.ts';

/** The line that closes a file stands within its last bytes, with what lost a race behind it. */
const closingBytesMax = 256 * 1024;
/** More than this (bytes) is added only while nobody looks; it is passed by. */
const unreadMax = 4 * 1024 * 1024;

export interface TailLine {
  readonly type: string;
  readonly subject: string;
  /** Without its newline. */
  readonly text: string;
}

/**
 * The end of the journal as whoever opens no store sees it: what is added, line by line, whether it counts or not. For another thread, which then knows whether the thread of the
 * store has anything to be asked about.
 */
export class JournalTail {
  private readonly folder: string;
  private segment: Segment;
  private mayBeClosed = false;

  /** Stands at the end of the newest file. */
  constructor(folder: string) {
    this.folder = folder;
    this.segment = this.atEnd();
  }

  /**
   * Hands out every line that was added since, with its type and subject (`approval:apr_1`). False when it cannot tell what was added: an unfinished line, or another file in the place
   * of this one; the lines that were passed by are not handed out later.
   */
  read(handle: (line: TailLine) => void): boolean {
    const lines: TailLine[] = [];
    const isSure = this.readOn(lines);
    for (const line of lines) handle(line);
    return isSure;
  }

  private readOn(lines: TailLine[]): boolean {
    try {
      this.readFile(lines);
      for (let next = this.next(); next; next = this.next()) {
        // Whatever was added before the next one was there.
        const left = this.segment;
        try {
          this.readFile(lines);
        } finally {
          this.segment = next;
          left.close();
        }
        this.mayBeClosed = false;
        this.readFile(lines);
      }
      return !this.segment.torn;
    } catch {
      // Removed, replaced, cut, not to be read, or too much: what is wrong, the store says.
      const lost = this.segment;
      this.segment = this.atEnd();
      lost.close();
      return false;
    }
  }

  private readFile(lines: TailLine[]): void {
    if (!this.segment.grew()) return;
    if (this.segment.unread > unreadMax) throw new Error('more was added than is read at once');
    this.segment.readLines(({ text }) => {
      const { type, subject } = mayBeBehindFragment(text) ? unknown : headOf(text);
      if (type === closingType) this.mayBeClosed = true;
      lines.push({ type, subject, text });
      return 'go_on';
    });
  }

  private next(): Segment | null {
    return this.mayBeClosed ? Segment.open(this.folder, this.segment.number + 1, undefined, 'r') : null;
  }

  private atEnd(): Segment {
    const number = segmentNumbers(this.folder).at(-1) ?? 1;
    const segment = Segment.open(this.folder, number, undefined, 'r');
    if (!segment) throw new Error(`there is no journal in ${this.folder}`);
    segment.offset = segment.seen = statSync(segment.path).size;
    this.mayBeClosed = segment.bytes(Math.max(0, segment.seen - closingBytesMax), closingBytesMax).includes(`,${closingType},`);
    return segment;
  }

  close(): void {
    this.segment.close();
  }
}

/** Whether the event of a line has this text under this name, as JSON stands in a cell: quotes are doubled. */
export const says = ({ text }: TailLine, name: string, value: string): boolean => text.includes(`""${name}"":""${value}""`);

/** A record counts that stands behind what another writer left unfinished, on one line with it: of such a line nothing is taken on trust. Most lines hold one instant before a comma, their own. */
function mayBeBehindFragment(text: string): boolean {
  return text.lastIndexOf('Z,') !== text.indexOf('Z,') && behindFragment.test(text.slice(text.indexOf(',') + 1));
}

const behindFragment = /\d,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,/;
const unknown = { type: '', subject: '' };

/** The third and fourth cell; neither is ever quoted. */
function headOf(text: string): { type: string; subject: string } {
  const type = text.indexOf(',', text.indexOf(',') + 1) + 1;
  const subject = text.indexOf(',', type) + 1;
  return { type: text.slice(type, subject - 1), subject: text.slice(subject, text.indexOf(',', subject)) };
}
