import { hash, randomFillSync } from 'node:crypto';
import type { ActorRef } from '#lib/accounts/actor.ts';
import type { DomainEvent, RecordedEvent } from '../event.ts';
import type { Blank, SubjectKind } from '../recorded.ts';

/**
 * One record of the journal as a line of CSV. `docs/decisions/0001-journal-format.md` describes the format for everybody
 * who reads it without this code.
 */

export const header = 'seq,ts,type,subject,actor,correlation_id,cause,part,data,data_hash,prev,hash';
/** Ends a line that a writer did not finish; such a line says nothing. */
export const tornMark = '!torn';
/** The type of the record that says the journal goes on in the next file. */
export const closingType = 'SegmentClosed';

export interface JournalRecord {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly subject: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly idempotencyKey: string | undefined;
  readonly cause: string;
  /** Place in its append (`part` of `parts`): an append is in the chain with all its records, or not at all. */
  readonly part: number;
  readonly parts: number;
  /** JSON of `{salt, event}`; empty once erased. */
  readonly data: string;
  readonly dataHash: string;
  readonly prev: string;
  readonly hash: string;
}

const salts = Buffer.alloc(16 * 256);
let saltsUsed = salts.length;

/** 128 bits that nobody can guess, 22 characters of base64url: who sees a data hash cannot try out what was erased. */
export type Salt = () => string;

export const randomSalt: Salt = () => {
  if (saltsUsed === salts.length) {
    randomFillSync(salts);
    saltsUsed = 0;
  }
  saltsUsed += 16;
  return salts.toString('base64url', saltsUsed - 16, saltsUsed);
};

/** Cells hold no control characters, so that a record is one line and what is hashed has one reading. */
function cell(text: string): string {
  return text.toWellFormed().replace(/[%\u0000-\u001f\u007f]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function uncell(text: string): string {
  return !text.includes('%') ? text : text.replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** `cor_1`, or `cor_1;key=…` when the commit came with an idempotency key. */
function correlation(correlationId: string, key: string | undefined): string {
  const id = cell(correlationId).replaceAll(';', '%3B');
  return key === undefined ? id : `${id};key=${encodeURIComponent(key.toWellFormed())}`;
}

function quoted(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export interface Written {
  readonly line: string;
  readonly hash: string;
}

export interface Place {
  readonly prev: string;
  readonly part: number;
  readonly parts: number;
  readonly idempotencyKey: string | undefined;
}

export function writeRecord(event: RecordedEvent, place: Place, salt: Salt = randomSalt): Written {
  const { seq, at, subject, actor, correlationId, cause, type, ...fields } = event;
  return writeCells(
    [String(seq), new Date(at).toISOString(), type, cell(`${subject.kind}:${subject.id}`), cell(actor), correlation(correlationId, place.idempotencyKey), cell(cause)],
    fields,
    place,
    salt,
  );
}

/** The record that closes a file of the journal. */
export function writeClosing(seq: number, at: number, segment: string, prev: string, salt: Salt = randomSalt): Written {
  const cells = [String(seq), new Date(at).toISOString(), closingType, `journal:${segment}`, 'worker:store', 'store', 'roll'];
  return writeCells(cells, {}, { prev, part: 1, parts: 1, idempotencyKey: undefined }, salt);
}

function writeCells(cells: readonly string[], fields: object, place: Place, salt: Salt): Written {
  const data = JSON.stringify({ salt: salt(), event: fields });
  const dataHash = hash('sha256', data);
  const part = `${place.part}/${place.parts}`;
  const own = chainHash([...cells, part], dataHash, place.prev);
  return { line: `${cells.map(quoted).join(',')},${part},"${data.replaceAll('"', '""')}",${dataHash},${place.prev},${own}\n`, hash: own };
}

function chainHash(cells: readonly string[], dataHash: string, prev: string): string {
  return hash('sha256', `${cells.join('\n')}\n${dataHash}\n${prev}`);
}

const tailLength = 3 * 65;

/** The three hashes at the end of a line, each behind a comma; what they are is proved by computing them. */
function tailOf(line: string): { dataHash: string; prev: string; own: string } | null {
  const from = line.length - tailLength;
  if (from < 0 || line[from] !== ',' || line[from + 65] !== ',' || line[from + 130] !== ',') return null;
  return { dataHash: line.slice(from + 1, from + 65), prev: line.slice(from + 66, from + 130), own: line.slice(from + 131) };
}

/** Reads a whole line (without its newline). Null when it is not a record, or not the one that was written. */
export function readRecord(line: string): JournalRecord | null {
  const tail = tailOf(line);
  const body = tail && splitBody(line.slice(0, -tailLength));
  if (!tail || !body) return null;
  const { dataHash, prev, own } = tail;
  const { cells, data } = body;
  if (chainHash(cells, dataHash, prev) !== own) return null;
  if (data !== '' && hash('sha256', data) !== dataHash) return null;
  const [seq = '', ts = '', type = '', subject = '', actor = '', tie = '', cause = '', part = ''] = cells;
  const place = /^([1-9]\d*)\/([1-9]\d*)$/.exec(part);
  const at = Date.parse(ts);
  if (!/^[1-9]\d*$/.test(seq) || !place || Number.isNaN(at)) return null;
  const [correlationId = '', key] = tie.split(';key=');
  return {
    seq: Number(seq), at, type, subject: uncell(subject), actor: uncell(actor), correlationId: uncell(correlationId),
    idempotencyKey: key === undefined ? undefined : decodeURIComponent(key), cause: uncell(cause),
    part: Number(place[1]), parts: Number(place[2]), data, dataHash, prev, hash: own,
  };
}

/** The eight cells before the data, and the data; null unless it is written exactly as `writeCells` does. */
function splitBody(body: string): { cells: string[]; data: string } | null {
  const cells: string[] = [];
  let at = 0;
  for (let i = 0; i < 8; i++) {
    const found = body[at] === '"' ? quotedCell(body, at) : plainCell(body, at);
    if (!found || body[found.end] !== ',') return null;
    cells.push(found.text);
    at = found.end + 1;
  }
  if (at === body.length) return { cells, data: '' };
  const data = quotedCell(body, at);
  return data && data.end === body.length && data.text !== '' ? { cells, data: data.text } : null;
}

function plainCell(body: string, from: number): { text: string; end: number } {
  const end = body.indexOf(',', from);
  return { text: body.slice(from, end === -1 ? body.length : end), end: end === -1 ? body.length : end };
}

function quotedCell(body: string, from: number): { text: string; end: number } | null {
  if (body[from] !== '"') return null;
  for (let at = body.indexOf('"', from + 1); at !== -1; at = body.indexOf('"', at + 2))
    if (body[at + 1] !== '"') return { text: body.slice(from + 1, at).replaceAll('""', '"'), end: at + 1 };
  return null;
}

/** A copy that does not keep the whole line in memory: rows hold on to it. */
function own(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

const few = new Map<string, string>();
const fewMax = 10_000;

/** The same for what comes again and again: one copy for all. */
function shared(text: string): string {
  const known = few.get(text);
  if (known !== undefined) return known;
  const copy = own(text);
  if (few.size < fewMax) few.set(copy, copy);
  return copy;
}

/** The event a record holds, or what is left of it once its data is erased. Throws on data that is not what an event looks like. */
export function eventOf(record: JournalRecord): RecordedEvent | Blank {
  const colon = record.subject.indexOf(':');
  const provenance = {
    seq: record.seq, at: record.at,
    subject: { kind: shared(record.subject.slice(0, colon)) as SubjectKind, id: own(record.subject.slice(colon + 1)) },
    actor: shared(record.actor) as ActorRef, correlationId: record.correlationId, cause: record.cause,
  };
  if (record.data === '') return { ...provenance, type: 'Blank' };
  const { event } = JSON.parse(record.data) as { event: object };
  return Object.assign(event, provenance, { type: record.type }) as DomainEvent & RecordedEvent;
}

/** The same line without its data: the chain still verifies. */
export function blanked(line: string): string {
  const body = tailOf(line) && splitBody(line.slice(0, -tailLength));
  if (!body) throw new Error('only a whole record can be blanked');
  return `${body.cells.map(quoted).join(',')},${line.slice(-tailLength)}`;
}
