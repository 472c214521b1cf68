import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Chain, holdsMoreThanALine, type Kind } from './chain.ts';
import type { JournalRecord } from './record.ts';

/** The journal of a data folder as somebody reads it who has only its documented format. */

export interface Violation {
  readonly kind: Kind;
  readonly file: string;
  readonly byte: number;
  readonly why: string;
}

export interface Account {
  /** What counts, in order; an append is in the chain as a whole or not at all. */
  readonly appends: readonly (readonly JournalRecord[])[];
  readonly records: readonly JournalRecord[];
  readonly head: { readonly seq: number; readonly hash: string };
  readonly skipped: number;
  readonly unfinished: number;
  /** Reading ends at the first line that cannot be believed: behind it nothing is known. */
  readonly violations: readonly Violation[];
}

export interface JournalFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function readJournal(dataFolder: string): Account {
  const folder = join(dataFolder, 'journal');
  // Nothing was ever opened there: nothing was recorded.
  const all = existsSync(folder) ? readdirSync(folder) : [];
  const names = all.filter((name) => /^\d{6}\.csv(\.gz)?$/.test(name)).sort();
  // Both are there while one is put in the place of the other: the plain one counts.
  const counting = names.filter((name) => !name.endsWith('.gz') || !names.includes(name.slice(0, -3)));
  return followJournal(counting.map((name) => fileNamed(folder, name)));
}

function fileNamed(folder: string, name: string): JournalFile {
  const bytes = readFileSync(join(folder, name));
  return name.endsWith('.gz') ? { name, bytes: gunzipSync(bytes) } : { name, bytes };
}

export function followJournal(files: readonly JournalFile[]): Account {
  const chain = new Chain();
  const broken = files.map((file, i) => follow(chain, file, i + 1)).find((violation) => violation !== null) ?? null;
  const records = chain.appends.flat();
  return {
    appends: chain.appends, records, head: chain.head, skipped: chain.skipped, unfinished: chain.unfinished,
    violations: broken ? [broken] : unexplainedBlanks(records),
  };
}

function follow(chain: Chain, { name, bytes }: JournalFile, number: number): Violation | null {
  if (Number(name.slice(0, 6)) !== number) return { kind: 'file', file: name, byte: 0, why: `file ${number} is missing` };
  if (number > 1 && !chain.closed) return { kind: 'file', file: name, byte: 0, why: 'the file before it was not closed' };
  chain.nextFile();
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let from = 0;
  for (let end = buffer.indexOf(10); end !== -1; end = buffer.indexOf(10, from)) {
    const wrong = chain.take(buffer.toString('utf8', from, end));
    if (wrong) return { ...wrong, file: name, byte: from };
    from = end + 1;
  }
  if (from === buffer.length) return null;
  chain.unfinished++;
  return holdsMoreThanALine(buffer.toString('utf8', from)) ? { kind: 'changed', file: name, byte: from, why: 'the last line is whole, and its end was changed' } : null;
}

/** A record is blank because a later one says that its subject was erased, or else it was blanked by somebody. */
function unexplainedBlanks(records: readonly JournalRecord[]): Violation[] {
  const blanks = new Map<string, JournalRecord>();
  for (const record of records) {
    if (record.event === null && !blanks.has(record.subject)) blanks.set(record.subject, record);
    for (const subject of erasedIn(record)) blanks.delete(subject);
  }
  return [...blanks.values()].map(({ seq, subject }) => ({ kind: 'blank', file: '', byte: 0, why: `record ${seq} is blank, and no later erasure names ${subject}` }));
}

/** `kind:id` of everything whose data an erasure takes out. */
export function erasedIn(record: JournalRecord): readonly string[] {
  const subjects = record.type === 'LeadErased' ? record.event?.['subjects'] : null;
  return Array.isArray(subjects) ? subjects.filter((subject) => typeof subject === 'string') : [];
}
