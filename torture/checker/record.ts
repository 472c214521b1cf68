import { createHash } from 'node:crypto';
import { parseCsv } from './csv.ts';

/** A line of the journal by `docs/decisions/0001-journal-format.md`; nothing here comes from the code that writes it. */

export const headerLine = 'seq,ts,type,subject,actor,correlation_id,cause,part,data,data_hash,prev,hash';
export const tornEnd = '!torn';
export const zeros = '0'.repeat(64);

export interface JournalRecord {
  readonly seq: number;
  readonly ts: string;
  readonly type: string;
  /** `kind:id`. */
  readonly subject: string;
  readonly actor: string;
  readonly correlationId: string;
  /** What the client chose, null without. */
  readonly key: string | null;
  readonly cause: string;
  readonly part: number;
  readonly parts: number;
  /** What happened; null once the data is blank. */
  readonly event: Readonly<Record<string, unknown>> | null;
  readonly prev: string;
  readonly hash: string;
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const wholeNumber = /^[1-9]\d{0,15}$/;
const place = /^([1-9]\d{0,8})\/([1-9]\d{0,8})$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Null when the line is not a record exactly as one is written, or when it does not hold its own hashes. */
export function parseRecord(line: string): JournalRecord | null {
  const cells = parseCsv(line)?.[0];
  if (cells?.length !== 12 || written(cells) !== line) return null;
  const [seq = '', ts = '', type = '', subject = '', actor = '', tie = '', cause = '', at = '', data = '', dataHash = '', prev = '', hash = ''] = cells;
  const [, part, parts] = place.exec(at) ?? [];
  if (!wholeNumber.test(seq) || !instant.test(ts) || Number(part) > Number(parts) || part === undefined) return null;
  if (sha256([...cells.slice(0, 8), dataHash, prev].join('\n')) !== hash) return null;
  if (data !== '' && sha256(data) !== dataHash) return null;
  const event = data === '' ? null : eventIn(data);
  if (event === undefined) return null;
  const semicolon = tie.indexOf(';key=');
  return {
    seq: Number(seq), ts, type, subject: plain(subject), actor: plain(actor), cause: plain(cause), part: Number(part), parts: Number(parts), event, prev, hash,
    correlationId: plain(semicolon === -1 ? tie : tie.slice(0, semicolon)), key: semicolon === -1 ? null : decodeURIComponent(tie.slice(semicolon + 5)),
  };
}

/** The line these cells make: quoted when they hold `"` or `,`, data quoted unless it is blank. */
function written(cells: readonly string[]): string {
  return cells.map((cell, i) => (/[",]/.test(cell) || (i === 8 && cell !== '') ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

function plain(cell: string): string {
  return cell.replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function eventIn(data: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const { salt, event } = JSON.parse(data) as { salt?: unknown; event?: unknown };
    return typeof salt === 'string' && typeof event === 'object' && event !== null ? (event as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
