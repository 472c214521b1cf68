import type { RecordedEvent } from '../event.ts';
import type { Blank } from '../recorded.ts';
import { closingType, eventOf, writeRecord, type JournalRecord, type Salt } from '../journal/record.ts';
import type { Entry } from '../ledger.ts';
import type { Head } from '../port.ts';

/** Commits as the lines of one append, and back. */

/** One line of an append, as it goes into the file. */
export interface WrittenLine {
  readonly line: string;
  readonly hash: string;
  readonly seq: number;
  readonly byteLength: number;
}

/** The records of an append on top of a head. */
export function linesOf(entries: readonly Entry[], head: Head, salt: Salt): WrittenLine[] {
  const parts = entries.reduce((sum, entry) => sum + entry.events.length, 0);
  const written: WrittenLine[] = [];
  for (const { events, idempotencyKey } of entries)
    for (const event of events) {
      const place = { prev: written.at(-1)?.hash ?? head.hash, part: written.length + 1, parts, idempotencyKey };
      const { line, hash } = writeRecord(event, place, salt);
      written.push({ line, hash, seq: event.seq, byteLength: Buffer.byteLength(line) });
    }
  return written;
}

/** Records of one append as the commits they were: those under one key belong together. */
export function entriesOf(records: readonly JournalRecord[]): Entry<RecordedEvent | Blank>[] {
  const entries: { events: (RecordedEvent | Blank)[]; idempotencyKey: string | undefined }[] = [];
  for (const record of records) {
    if (record.type === closingType) continue;
    const last = entries.at(-1);
    if (last && last.idempotencyKey === record.idempotencyKey) last.events.push(eventOf(record));
    else entries.push({ events: [eventOf(record)], idempotencyKey: record.idempotencyKey });
  }
  return entries;
}
