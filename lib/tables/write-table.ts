import { stringify } from 'csv-stringify/sync';

/**
 * A CSV file for people: UTF-8 with a byte order mark, CRLF, and every cell that a spreadsheet would run as a formula
 * (`= + - @`, tab, CR at its start) marked as text with an apostrophe. Source: OWASP, CSV injection. Never used in the store.
 */
export function writeTable(headers: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = [headers, ...rows].map((row) => row.map((cell) => (typeof cell === 'string' ? escaped(cell) : cell)));
  return `\ufeff${stringify(cells, { record_delimiter: 'windows' })}`;
}

function escaped(cell: string): string {
  return /^[\s]*[=+\-@＝＋－＠\t\r]/.test(cell) ? `'${cell}` : cell;
}
