import { headerLine, parseRecord, tornEnd, zeros, type JournalRecord } from './record.ts';

/** "Which records count", line by line, by `docs/decisions/0001-journal-format.md`. */

export type Kind =
  /** Not a line as one is written, or one that was changed since. */
  | 'changed'
  /** In the chain a second time. */
  | 'twice'
  /** Not behind the record it names, or earlier than the record before. */
  | 'order'
  /** Part of an append without the part before it. */
  | 'part'
  /** A file missing, or one that goes on where it should have ended. */
  | 'file'
  /** Data taken out, and nobody whose erasure says so. */
  | 'blank';

export class Chain {
  readonly appends: JournalRecord[][] = [];
  /** Records that lost their race, or whose append was cut short. */
  skipped = 0;
  /** Lines that were never finished. */
  unfinished = 0;
  closed = false;
  private readonly seqOf = new Map<string, number>([[zeros, 0]]);
  private last: JournalRecord | null = null;
  /** The append that is being read; those that lost their race are read too, and dropped. */
  private open: { readonly records: JournalRecord[]; readonly counts: boolean } | null = null;
  /** The record right before, when it was one. */
  private before: JournalRecord | null = null;

  get head(): { readonly seq: number; readonly hash: string } {
    return { seq: this.last?.seq ?? 0, hash: this.last?.hash ?? zeros };
  }

  nextFile(): void {
    this.drop();
    this.before = null;
    this.closed = false;
  }

  /** What is wrong with the next line, or null. */
  take(line: string): { readonly kind: Kind; readonly why: string } | null {
    if (line === headerLine) return this.nothing();
    for (const end of [tornEnd, headerLine])
      if (line.endsWith(end)) return holdsMoreThanALine(line.slice(0, -end.length)) ? wrong('changed', 'a whole line and something more stand for an unfinished one') : this.nothing(1);
    const record = parseRecord(line) ?? behindUnfinished(line);
    if (record === null) return wrong('changed', 'neither a record as it was written nor an unfinished one');
    const found = record.part === 1 ? this.begin(record) : this.goOn(record);
    this.before = record;
    return found;
  }

  private nothing(unfinished = 0): null {
    this.unfinished += unfinished;
    this.before = null;
    return null;
  }

  private begin(record: JournalRecord): { kind: Kind; why: string } | null {
    this.drop();
    if (this.seqOf.get(record.hash) === record.seq || this.before?.hash === record.hash) return wrong('twice', `record ${record.seq} is there twice`);
    const behind = this.seqOf.get(record.prev);
    if (behind === undefined) return wrong('order', `record ${record.seq} follows a record that is not in the chain`);
    if (behind !== record.seq - 1) return wrong('order', `record ${record.seq} follows record ${behind}`);
    this.open = { records: [record], counts: record.prev === this.head.hash && !this.closed };
    return this.wholeYet();
  }

  private goOn(record: JournalRecord): { kind: Kind; why: string } | null {
    const { before, open } = this;
    if (!open || !before || record.part !== before.part + 1 || record.parts !== before.parts || record.prev !== before.hash)
      return wrong('part', `record ${record.seq} is part ${record.part} of ${record.parts}, and the part before it is not there`);
    if (record.seq !== before.seq + 1) return wrong('order', `record ${record.seq} comes after record ${before.seq}`);
    open.records.push(record);
    return this.wholeYet();
  }

  private wholeYet(): { kind: Kind; why: string } | null {
    const { open } = this;
    const end = open?.records.at(-1);
    if (!open || !end || end.part < end.parts) return null;
    if (!open.counts) {
      this.drop();
      return null;
    }
    this.open = null;
    this.appends.push(open.records);
    for (const record of open.records) {
      if (this.last && record.ts < this.last.ts) return wrong('order', `record ${record.seq} happened before the record before it`);
      this.seqOf.set(record.hash, record.seq);
      this.last = record;
    }
    this.closed = end.type === 'SegmentClosed';
    return null;
  }

  private drop(): void {
    this.skipped += this.open?.records.length ?? 0;
    this.open = null;
  }
}

function wrong(kind: Kind, why: string): { kind: Kind; why: string } {
  return { kind, why };
}

/** A record right behind what another writer left unfinished on the same line. */
function behindUnfinished(line: string): JournalRecord | null {
  for (const { index } of line.matchAll(/(?=\d+,\d{4}-\d\d-\d\dT)/g)) {
    const record = index === 0 ? null : parseRecord(line.slice(index));
    if (record) return holdsMoreThanALine(line.slice(0, index)) ? null : record;
  }
  return null;
}

/** Whether text without a newline begins with a whole line and goes on: the newline between was changed. */
export function holdsMoreThanALine(text: string): boolean {
  if (text.startsWith(headerLine) && text !== headerLine) return true;
  const torn = text.indexOf(tornEnd);
  if (torn !== -1 && torn + tornEnd.length < text.length) return true;
  for (const { index } of text.matchAll(/(?<=(?:,[0-9a-f]{64}){3})/g)) if (index < text.length && parseRecord(text.slice(0, index))) return true;
  return false;
}
