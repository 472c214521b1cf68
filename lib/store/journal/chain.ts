import { zeroHead } from '../head.ts';
import type { Head } from '../port.ts';
import { closingType, header, readRecord, tornMark, type JournalRecord } from './record.ts';

/**
 * Which lines of the journal count. Every reader goes through the lines in the order of the file and comes to the same
 * chain; no lock is needed for that, and none is trusted.
 */

export class Damage extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'Damage';
  }
}

/** What a line comes to. */
export type Reading =
  /** A header, an unfinished line, or an append that lost its race: nothing. */
  | { readonly kind: 'nothing' }
  /** Part of an append that is not whole yet. */
  | { readonly kind: 'part' }
  /** The line made an append whole: its records are in the chain. */
  | { readonly kind: 'whole'; readonly records: readonly JournalRecord[] };

/** The type of the record that says whose data was taken out. */
const erasureType = 'LeadErased';

const nothing: Reading = { kind: 'nothing' };

export class Chain {
  head: Head = zeroHead;
  /** True once the record that closes the file was read; the chain goes on in the next file. */
  closed = false;
  /** Start of the hash of every record in the chain, by seq: enough to know a predecessor again. */
  private starts = new Float64Array(1024);
  private open: JournalRecord[] = [];
  /** Subjects with blank records, and the first of them, until the record of their erasure is read. */
  private readonly blanks = new Map<string, number>();
  /** The record on the line before, for the parts of an append that lost its race. */
  private last: JournalRecord | null = null;

  nextFile(): void {
    this.closed = false;
    this.dropOpen();
  }

  /** What was read of an append that is not whole is read again. */
  dropOpen(): void {
    this.open = [];
    this.last = null;
  }

  /** Takes the next whole line. Throws Damage on one that nobody can have written, or that was changed since. */
  take(line: string): Reading {
    if (saysNothing(line)) {
      this.dropOpen();
      return nothing;
    }
    const record = recordIn(line)?.record;
    if (!record) throw new Damage('this line is neither a record as it was written nor an unfinished one');
    const reading = record.part === 1 ? this.begin(record) : this.goOn(record);
    this.last = record;
    return reading;
  }

  private begin(record: JournalRecord): Reading {
    if (this.last?.hash === record.hash) throw new Damage(`record ${record.seq} is there twice`);
    if (record.prev !== this.head.hash || this.closed) {
      if (this.start(record.seq) === startOf(record.hash)) throw new Damage(`record ${record.seq} is there twice`);
      if (this.knows(record)) return nothing;
      throw new Damage(`record ${record.seq} follows a record that is not in the chain`);
    }
    this.checkOrder(record, this.head.seq);
    this.open = [record];
    return this.wholeYet(record);
  }

  private goOn(record: JournalRecord): Reading {
    const { last } = this;
    if (!last || record.prev !== last.hash || record.part !== last.part + 1 || record.parts !== last.parts)
      throw new Damage(`record ${record.seq} is part ${record.part} of ${record.parts}, and the part before it is not there`);
    if (this.open.at(-1) !== last) return nothing;
    this.checkOrder(record, last.seq);
    this.open.push(record);
    return this.wholeYet(record);
  }

  private checkOrder(record: JournalRecord, before: number): void {
    if (record.seq !== before + 1) throw new Damage(`record ${record.seq} comes after record ${before}`);
  }

  private wholeYet(record: JournalRecord): Reading {
    if (record.part < record.parts) return { kind: 'part' };
    const records = this.open;
    this.open = [];
    for (const each of records) {
      this.note(each.seq, each.hash);
      this.followErasure(each);
    }
    this.head = { seq: record.seq, hash: record.hash };
    this.closed = record.type === closingType;
    return { kind: 'whole', records };
  }

  private followErasure({ seq, type, subject, data }: JournalRecord): void {
    if (type === erasureType) for (const erased of erasedSubjects(data, seq)) this.blanks.delete(erased);
    else if (data === '' && !this.blanks.has(subject)) this.blanks.set(subject, seq);
  }

  /** A record without data that no erasure explains, once everything is read; null when there is none. */
  get unexplainedBlank(): number | null {
    return this.blanks.values().next().value ?? null;
  }

  /** Whether a record is in the chain at its place. */
  holds({ seq, hash }: { readonly seq: number; readonly hash: string }): boolean {
    return this.start(seq) === startOf(hash);
  }

  /** For looking at what comes behind damage, never for use: takes the line as if all before it were there. False when it cannot be the first of an append. */
  goOnFrom(line: string): boolean {
    const record = readRecord(line);
    if (record?.part !== 1) return false;
    this.head = { seq: record.seq - 1, hash: record.prev };
    this.open = [];
    this.closed = false;
    this.take(line);
    return true;
  }

  /** Our own append, read back byte for byte: in the chain without reading it again. */
  extend(heads: readonly Head[]): void {
    for (const { seq, hash } of heads) {
      this.note(seq, hash);
      this.head = { seq, hash };
    }
    this.dropOpen();
  }

  private note(seq: number, hash: string): void {
    if (seq >= this.starts.length) {
      const larger = new Float64Array(this.starts.length * 2);
      larger.set(this.starts);
      this.starts = larger;
    }
    this.starts[seq] = startOf(hash);
  }

  private start(seq: number): number {
    return seq <= this.head.seq ? (this.starts[seq] ?? 0) : 0;
  }

  private knows(record: JournalRecord): boolean {
    if (record.seq === 1) return record.prev === zeroHead.hash;
    return record.seq - 1 <= this.head.seq && this.start(record.seq - 1) === startOf(record.prev);
  }
}

/** A header, also right behind what a dying writer left, or a line that was never finished; unless it hides a whole line whose end was changed. */
function saysNothing(line: string): boolean {
  const end = [header, tornMark].find((each) => line.endsWith(each));
  return end !== undefined && !holdsMoreThanALine(line.slice(0, -end.length));
}

/** `kind:id` of everything an erasure took the data of. */
function erasedSubjects(data: string, seq: number): string[] {
  if (data === '') throw new Damage(`record ${seq} says who was erased, and is blank itself`);
  const { event } = JSON.parse(data) as { event: { subjects: string[] } };
  return event.subjects;
}

/** 52 bits of a hash. */
function startOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 13), 16) + 1;
}

/** The record that a whole line holds, and its own text; null when there is none. */
export function recordIn(line: string): { readonly record: JournalRecord; readonly text: string } | null {
  const record = readRecord(line);
  return record ? { record, text: line } : afterFragment(line);
}

/**
 * A record right behind what another writer left unfinished a moment before: that writer's bytes say nothing. If they hold a
 * whole line and something more, the end of that line was changed, and no record is read from here.
 */
function afterFragment(line: string): { record: JournalRecord; text: string } | null {
  for (const { index } of line.matchAll(/(?=\d+,\d{4}-\d\d-\d\dT)/g)) {
    const record = index === 0 ? null : readRecord(line.slice(index));
    if (record) return holdsMoreThanALine(line.slice(0, index)) ? null : { record, text: line.slice(index) };
  }
  return null;
}

/** Whether text without a newline holds a whole line and goes on: a newline was there and was changed. */
export function holdsMoreThanALine(text: string): boolean {
  if (text.length > header.length && text.startsWith(header)) return true;
  if (text.includes(tornMark) && !text.endsWith(tornMark)) return true;
  for (const { index } of text.matchAll(/(?<=,[0-9a-f]{64},[0-9a-f]{64},[0-9a-f]{64})[^]/g)) if (readRecord(text.slice(0, index))) return true;
  return false;
}
