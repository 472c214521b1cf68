/** RFC 4180 with `,` and LF, as the journal and the tables for people are written. Null where the text is not that. */
export function parseCsv(text: string): string[][] | null {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    if (cell === null) return null;
    row.push(cell.value);
    at = cell.end + 1;
    if (text[cell.end] === ',' && at < text.length) continue;
    if (text[cell.end] === ',') row.push('');
    rows.push(row);
    row = [];
  }
  return rows;
}

interface Cell {
  readonly value: string;
  /** Of the `,` or LF behind it, or of the end. */
  readonly end: number;
}

function plainCell(text: string, from: number): Cell | null {
  let end = from;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n') end++;
  const value = text.slice(from, end);
  return value.includes('"') ? null : { value, end };
}

function quotedCell(text: string, from: number): Cell | null {
  let value = '';
  for (let at = from + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return null;
    value += text.slice(at, quote);
    const next = text[quote + 1];
    if (next !== '"') return next === undefined || next === ',' || next === '\n' ? { value, end: quote + 1 } : null;
    value += '"';
    at = quote + 2;
  }
}
