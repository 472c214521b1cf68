import { join } from 'node:path';
import { Fault } from '#lib/errors.ts';
import type { RecordedEvent } from '../event.ts';
import { Misfit } from '../fold.ts';
import type { Entry, Journal, Ledger } from '../ledger.ts';
import type { Blanked, Head } from '../port.ts';
import { Chain, Damage, holdsMoreThanALine, recordIn } from '../journal/chain.ts';
import { codeOf, nodeFiles, type Files } from '../journal/files.ts';
import { entriesOf, linesOf, type WrittenLine } from './append-lines.ts';
import { damageMessage, explanations } from './fault-text.ts';
import { Positions } from './positions.ts';
import { blankSegment, compressSegment } from './rewrite-segments.ts';
import { closingType, eventOf, header, randomSalt, tornMark, writeClosing, type JournalRecord, type Salt } from '../journal/record.ts';
import { Segment, segmentName, segmentNumbers, type Line } from '../journal/segment.ts';

/**
 * The journal of one process: it follows the files to their end, and appends. An append is one write at the end of the file;
 * whether it counts is read back from the file by the rules of `chain.ts`, as every other process reads it.
 */
export class CsvJournal implements Journal {
  private readonly folder: string;
  private readonly ledger: Ledger;
  private readonly files: Files;
  private readonly salt: Salt;
  private readonly segmentBytesMax: number;
  private readonly chain = new Chain();
  private readonly positions = new Positions();
  private readonly segments: Segment[] = [];
  private pendingLines: Line[] = [];
  /** The append under way in this process: nobody reads its records before they are durable. */
  private appending: Promise<unknown> | null = null;
  /** Whether lines of others were read since our append before. */
  private othersWrote = false;
  /** Whether others wrote between our last two appends: then they are likely waiting now. */
  crowded = false;
  private damaged: Fault | null = null;
  private stopped: Fault | null = null;

  constructor(folder: string, ledger: Ledger, options: { files?: Files; segmentBytesMax?: number; salt?: Salt } = {}) {
    this.folder = folder;
    this.ledger = ledger;
    this.files = options.files ?? nodeFiles;
    this.salt = options.salt ?? randomSalt;
    this.segmentBytesMax = options.segmentBytesMax ?? 64 * 1024 * 1024;
  }

  /** Opens the first file, or makes it, and reads everything there is. */
  open(): void {
    // What is there now must be reached; what others add meanwhile may be.
    const last = segmentNumbers(this.folder).at(-1);
    if (last !== undefined && !segmentNumbers(this.folder).includes(1)) throw this.damageAt(join(this.folder, segmentName(1)), 0, 1, `it is missing, and ${segmentName(last)} is there`);
    this.segments.push(Segment.open(this.folder, 1, this.files) ?? Segment.create(this.folder, 1, this.files));
    this.ledger.load(() => this.follow(null));
    const { current } = this;
    if (last !== undefined && last > current.number)
      throw this.damage(current.offset, this.chain.head.seq + 1, this.chain.closed ? `the file after it is missing, and ${segmentName(last)} is there` : `it was not closed, and ${segmentName(last)} is there: its end is missing`);
    if (current.torn && holdsMoreThanALine(current.rest().toString('utf8')))
      throw this.damage(current.offset, this.chain.head.seq + 1, 'the last line is whole, and its end was changed');
    const blank = this.chain.unexplainedBlank;
    if (blank !== null) throw this.damage(this.positions.get(blank)?.offset ?? 0, blank, 'its data is gone, and no erasure says why');
  }

  private get current(): Segment {
    return this.segments[this.segments.length - 1]!;
  }

  trouble(): string | null {
    return (this.damaged ?? this.stopped)?.message ?? null;
  }

  async catchUp(): Promise<void> {
    this.throwIfDamaged();
    while (this.looksNew() && this.appending) await this.appending;
    this.followIfNew();
  }

  private followIfNew(): void {
    if (this.looksNew()) this.followOn();
  }

  private followOn(): void {
    try {
      this.follow(null);
    } catch (error) {
      throw this.unreadable(error);
    }
  }

  /** What the system refused now it may grant later: reading can be tried again from where it stopped. */
  private unreadable(error: unknown): unknown {
    const code = codeOf(error);
    if (code === '' || error instanceof Fault) return error;
    return new Fault('store_unwritable', `The journal cannot be read now: ${this.current.path}: ${explanations[code] ?? code}.`, { retryable: true, cause: error });
  }

  private throwIfDamaged(): void {
    if (this.damaged) throw this.damaged;
  }

  private looksNew(): boolean {
    try {
      return this.current.grew() || (this.chain.closed && this.nextSegment() !== null);
    } catch (error) {
      if (codeOf(error) !== '') throw this.unreadable(error);
      if (this.current.replaced) {
        this.reopen(this.current.number);
        return true;
      }
      throw this.damage(this.current.offset, this.chain.head.seq, error instanceof Error ? error.message : String(error));
    }
  }

  /** Goes on in the file that was put in the place of one: the same chain, compressed or without the data of somebody erased. */
  private reopen(number: number): void {
    const segment = Segment.open(this.folder, number, this.files);
    if (!segment) throw this.damage(0, this.chain.head.seq, `${segmentName(number)} was removed while it was in use`);
    let known = 0;
    segment.readLines(({ text, offset, bytes }) => {
      const record = text === header ? null : recordIn(text)?.record;
      if (record && !this.chain.holds(record)) return 'stop';
      if (record) this.positions.set(record.seq, number, offset, bytes);
      known = offset + bytes + 1;
      return 'go_on';
    });
    segment.offset = known;
    segment.seen = known;
    this.segments[number - 1]?.close();
    this.segments[number - 1] = segment;
    this.chain.dropOpen();
    this.pendingLines = [];
  }

  private nextSegment(): Segment | null {
    const next = Segment.open(this.folder, this.current.number + 1, this.files);
    if (!next) return null;
    this.chain.nextFile();
    this.segments.push(next);
    return next;
  }

  /**
   * Reads on from where this process stood, to the end of the last file, or behind the append that ends in `own`.
   * True when that append is in the chain; its records are then left to the ledger to take.
   */
  private follow(own: string | null): boolean {
    let found = false;
    do {
      this.readCurrent((line) => {
        const reading = this.reading(line);
        if (reading.kind === 'nothing') return 'go_on';
        if (this.chain.head.hash === own) found = true;
        if (reading.kind === 'whole') this.takeIn(reading.records, line, !found);
        return found ? 'stop' : 'go_on';
      });
    } while (!found && this.chain.closed && this.nextSegment());
    return found;
  }

  private readCurrent(handle: (line: Line) => 'go_on' | 'stop'): void {
    try {
      this.current.readLines(handle);
    } catch (error) {
      if (error instanceof Damage) throw this.damage(0, this.chain.head.seq + 1, error.message);
      throw error;
    }
  }

  private reading(line: Line) {
    this.othersWrote = true;
    try {
      const reading = this.chain.take(line.text);
      if (reading.kind === 'part') this.pendingLines.push(line);
      return reading;
    } catch (error) {
      if (error instanceof Damage) throw this.damage(line.offset, this.chain.head.seq + 1, error.message);
      throw error;
    }
  }

  private takeIn(records: readonly JournalRecord[], last: Line, fold: boolean): void {
    const lines = [...this.pendingLines.slice(this.pendingLines.length - (records.length - 1)), last];
    this.pendingLines = [];
    for (const [i, record] of records.entries()) this.positions.set(record.seq, this.current.number, lines[i]!.offset, lines[i]!.bytes);
    if (!fold) return;
    try {
      const entries = entriesOf(records);
      this.ledger.take(entries, this.chain.head);
      for (const event of entries.flatMap((entry) => entry.events)) if (event.type === 'ErasureFinished') this.reopenNamed(event.files);
    } catch (error) {
      if (error instanceof Misfit || error instanceof SyntaxError) throw this.damage(last.offset, records[0]?.seq ?? 0, error.message);
      throw error;
    }
  }

  private damage(offset: number, seq: number, why: string): Fault {
    return this.damageAt(this.current.path, offset, seq, why);
  }

  private damageAt(path: string, offset: number, seq: number, why: string): Fault {
    this.damaged = new Fault('store_damaged', damageMessage(path, offset, seq, why), { retryable: false });
    return this.damaged;
  }

  async append(entries: readonly Entry[], accept: (head: Head) => void): Promise<'kept' | 'lost'> {
    this.throwIfDamaged();
    if (this.stopped) throw this.stopped;
    const base = this.ledger.head.hash;
    this.followIfNew();
    if (this.chain.closed) this.goOnInNewFile();
    if (this.current.offset > this.segmentBytesMax) await this.closeFile();
    if (this.ledger.head.hash !== base) return 'lost';
    return this.write(linesOf(entries, this.chain.head, this.salt), accept);
  }

  private goOnInNewFile(): void {
    try {
      this.segments.push(Segment.create(this.folder, this.current.number + 1, this.files));
    } catch (error) {
      throw this.stop(error);
    }
    this.chain.nextFile();
    this.followOn();
  }

  private reopenNamed(files: readonly string[]): void {
    for (const { number } of this.segments) if (number !== this.current.number && files.some((file) => file.includes(segmentName(number)))) this.reopen(number);
  }

  /** Ends the file everything up to now stands in: nobody appends to a closed one. */
  async closeCurrent(): Promise<void> {
    await this.catchUp();
    const { number } = this.current;
    while (!this.chain.closed && this.current.number === number && (this.current.offset > header.length + 1 || this.current.torn)) {
      if (this.stopped) throw this.stopped;
      await this.closeFile();
      this.followIfNew();
    }
  }

  private get closedNumbers(): number[] {
    return this.segments.map((segment) => segment.number).filter((number) => number !== this.current.number || this.chain.closed);
  }

  /** Takes the data of erased subjects (`kind:id`) before the place of their erasure out of every closed file. */
  async blankSubjects(erasedAt: ReadonlyMap<string, number>): Promise<Blanked> {
    const files: string[] = [];
    let records = 0;
    const counts = (record: JournalRecord) => this.chain.holds(record);
    const isErased = ({ seq, subject, type }: JournalRecord) => seq < (erasedAt.get(subject) ?? 0) && type !== 'LeadErased';
    for (const number of this.closedNumbers) {
      const blanks = blankSegment(this.folder, number, { files: this.files, counts, isErased });
      if (blanks === null) continue;
      this.reopen(number);
      records += blanks;
      files.push(join('journal', segmentName(number)));
      await new Promise(setImmediate);
    }
    return { records, files };
  }

  /** Compresses closed files but for the newest `keep`. */
  async archive(keep: number): Promise<string[]> {
    const files: string[] = [];
    for (const number of this.closedNumbers.slice(0, Math.max(0, this.closedNumbers.length - keep))) {
      if (this.segments[number - 1]?.compressed) continue;
      files.push(compressSegment(this.folder, number, this.files));
      this.reopen(number);
      await new Promise(setImmediate);
    }
    return files;
  }

  /** Ends the file with a record of its own; whoever appends next goes on in a new one. */
  private async closeFile(): Promise<void> {
    const { seq, hash: prev } = this.chain.head;
    const { line, hash } = writeClosing(seq + 1, this.ledger.lastAt, segmentName(this.current.number).slice(0, 6), prev, this.salt);
    const closing = { line, hash, seq: seq + 1, byteLength: Buffer.byteLength(line) };
    await this.write([closing], (head) => {
      // In the same turn as the record is taken in: a reader may move on to the next file right after.
      this.chain.closed = true;
      this.ledger.take([], head);
    });
  }

  /** Writes lines, waits until they are durable, and reads back whether they are in the chain; accepts them in the same turn. */
  private async write(written: readonly WrittenLine[], accept: (head: Head) => void): Promise<'kept' | 'lost'> {
    const segment = this.current;
    const start = segment.torn ? Buffer.from(`${tornMark}\n`) : Buffer.alloc(0);
    const bytes = Buffer.concat([start, Buffer.from(written.map(({ line }) => line).join(''), 'utf8')]);
    const durable = this.durably(segment, bytes);
    this.appending = durable.then(() => {}, () => {});
    try {
      await durable;
      if (!this.readBackOrStop(segment, written, bytes)) return 'lost';
      accept(this.chain.head);
      this.crowded = this.othersWrote;
      this.othersWrote = false;
      return 'kept';
    } finally {
      this.appending = null;
    }
  }

  private async durably(segment: Segment, bytes: Uint8Array): Promise<void> {
    try {
      segment.append(bytes);
      await segment.settle();
    } catch (error) {
      throw this.stop(error);
    }
  }

  /** A writer that cannot see what became of its append must not go on. */
  private readBackOrStop(segment: Segment, written: readonly WrittenLine[], bytes: Buffer): boolean {
    try {
      return this.readBack(segment, written, bytes);
    } catch (error) {
      throw codeOf(error) === '' ? error : this.stop(error);
    }
  }

  private readBack(segment: Segment, written: readonly WrittenLine[], bytes: Buffer): boolean {
    const wasTorn = segment.torn;
    if (wasTorn || !segment.bytes(segment.offset, bytes.length + 1).equals(bytes)) return this.follow(written.at(-1)?.hash ?? null);
    let offset = segment.offset;
    for (const { seq, byteLength } of written) {
      this.positions.set(seq, segment.number, offset, byteLength - 1);
      offset += byteLength;
    }
    segment.offset = offset;
    segment.seen = offset;
    this.pendingLines = [];
    this.chain.extend(written);
    return true;
  }

  /** After a failed write or fsync nobody knows what the disk holds: this process writes no more. */
  private stop(error: unknown): Fault {
    const why = explanations[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
    this.stopped ??= new Fault('store_unwritable', `Nothing more can be recorded: ${this.current.path}: ${why}. Reading goes on. Solve this, then restart.`, {
      retryable: false, cause: error,
    });
    return this.stopped;
  }

  /** The events at these places of the chain; what closes a file is none, and what was erased is gone. */
  load(seqs: readonly number[]): RecordedEvent[] {
    return seqs.flatMap((seq) => {
      const record = this.recordAt(seq);
      if (!record) throw this.damage(0, seq, 'a record that was read before is not there');
      const event = record.type === closingType ? null : eventOf(record);
      return event === null || event.type === 'Blank' ? [] : [event];
    });
  }

  hashAt(seq: number): string | null {
    return this.recordAt(seq)?.hash ?? null;
  }

  private recordAt(seq: number): JournalRecord | null {
    const place = this.positions.get(seq);
    const segment = place && this.segments[place.segment - 1];
    if (!place || !segment) return null;
    const record = recordIn(segment.bytes(place.offset, place.bytes).toString('utf8'))?.record;
    if (!record) throw this.damage(place.offset, seq, 'a record that was read before is changed');
    return record;
  }

  close(): void {
    for (const segment of this.segments) segment.close();
  }
}
