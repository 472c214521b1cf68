import { CsvError, parse as parseCsv } from 'csv-parse/sync';
import { refusal, Refused } from '#lib/errors.ts';

/** A table as people's programs save it: any of the usual encodings, separators and line ends. */
export interface Table {
  readonly headers: readonly string[];
  readonly rows: readonly TableRow[];
  readonly encoding: string;
  readonly separator: string;
}

export interface TableRow {
  /** Counting from 1 with the header, as a spreadsheet shows it. */
  readonly row: number;
  readonly cells: readonly string[];
}

const sizeMax = 50 * 1024 * 1024;

/** Refuses what is no table at all, naming the place; empty rows are left out and keep their number. */
export function readTable(bytes: Uint8Array, fileName: string): Table {
  if (bytes.byteLength > sizeMax) throw unreadable(fileName, 'it is larger than 50 MB', 'Split it into smaller files.');
  const { text, encoding } = decode(bytes);
  if (text.includes('\0') || /^(?:PK\u0003\u0004|%PDF|\u00d0\u00cf\u0011\u00e0)/.test(text)) throw unreadable(fileName, 'it is not a text file', 'In the spreadsheet, save it as CSV (UTF-8) and import that file.');
  const hint = /^sep=(.)\r?\n/i.exec(text);
  const body = hint ? text.slice(hint[0].length) : text;
  const separator = hint?.[1] ?? sniffSeparator(body);
  const skippedLines = hint ? 1 : 0;
  const records = recordsOf(body, separator, fileName, skippedLines);
  const at = records.findIndex(filled);
  const headers = records[at];
  if (!headers) throw unreadable(fileName, 'it is empty', 'The first row names the columns, for example: name,email,phone.');
  const rows = records
    .map((cells, i) => ({ row: i + 1 + skippedLines, cells: cells.map((cell) => unescaped(cell.trim())) }))
    .slice(at + 1)
    .filter(({ cells }) => filled(cells));
  return { headers: headers.map((header) => header.trim()), rows, encoding, separator };
}

function unreadable(fileName: string, why: string, lift: string): Refused {
  return new Refused(refusal('invalid_input', `${fileName} cannot be read: ${why}.`, { lift, details: { file: fileName } }));
}

const filled = (cells: readonly string[]) => cells.some((cell) => cell.trim() !== '');

/** What spreadsheets are told to take as text (`'+1 303…`), as our own export writes it. */
function unescaped(cell: string): string {
  return /^'[=+\-@]/.test(cell) ? cell.slice(1) : cell;
}

function decode(bytes: Uint8Array): { text: string; encoding: string } {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xfe) return as('utf-16le', bytes);
  if (a === 0xfe && b === 0xff) return as('utf-16be', bytes);
  if (a === 0xef && b === 0xbb && c === 0xbf) return as('utf-8', bytes);
  const bare = bareUtf16(bytes);
  if (bare) return as(bare, bytes);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch (error) {
    if (error instanceof TypeError) return as('windows-1252', bytes);
    throw error;
  }
}

function as(encoding: string, bytes: Uint8Array): { text: string; encoding: string } {
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

/** UTF-16 without its mark: every other byte of mostly Latin text is zero. */
function bareUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, 400);
  const zeros = [0, 0];
  sample.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  });
  const many = sample.length * 0.3;
  if ((zeros[1] ?? 0) > many) return 'utf-16le';
  return (zeros[0] ?? 0) > many ? 'utf-16be' : null;
}

/** The one of `,` `;` tab and `|` that divides the first filled line most often, outside quotes. */
function sniffSeparator(text: string): string {
  const line = (/^[^\r\n]*[^\s][^\r\n]*/m.exec(text)?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '');
  const counted = [',', ';', '\t', '|'].map((separator) => ({ separator, count: line.split(separator).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).separator;
}

function recordsOf(text: string, separator: string, fileName: string, skippedLines: number): string[][] {
  try {
    return parseCsv(text, { delimiter: separator, relax_column_count: true, relax_quotes: true, skip_empty_lines: false, record_delimiter: ['\r\n', '\n', '\r'] });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = Number(error.records ?? 0) + 1 + skippedLines;
    throw unreadable(fileName, `in row ${row} a quotation mark is opened and never closed`, `Close or remove the quotation mark in row ${row}.`);
  }
}
