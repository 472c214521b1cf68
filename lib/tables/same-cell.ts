/**
 * Whether a cell that came back from a spreadsheet still says what we wrote there. Spreadsheets take text for figures, dates and
 * formulas, and save what they made of it; nobody changed anything then. Pure.
 */

export type CellKind = 'id' | 'word' | 'number' | 'instant' | 'text';
export type Cell = string | number | null;

export function isSameCell(kind: CellKind, ours: Cell, theirs: string): boolean {
  const [own, other] = [plain(String(ours ?? '')), plain(theirs)];
  if (own === other || (/^(?:true|false)$/i.test(own) && own.toLowerCase() === other.toLowerCase())) return true;
  if (kind === 'instant') return isSameInstant(own, other);
  if (kind === 'word') return own.toLowerCase() === other.toLowerCase();
  return isSameFigure(own, other) || isCut(own, other) || isFailedFormula(own, other);
}

/** Line ends, blanks at the ends and the apostrophe that marks text say nothing. */
function plain(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/\u00a0/g, ' ').trim().replace(/^'(?=[=+\-@\d])/, '');
}

/** `+13035550142` becomes 13035550142, `02139` becomes 2139, twelve digits and more become 5.21235E+11. */
function isSameFigure(own: string, other: string): boolean {
  if (!/^[+-]?\d+(?:\.\d+)?$/.test(own)) return false;
  const figure = other.replace(',', '.');
  if (!/^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(figure)) return false;
  const [a, b] = [Number(own), Number(figure)];
  if (a === b) return true;
  const digits = /^[+-]?(\d)(?:\.(\d+))?e/i.exec(figure);
  return digits !== null && a.toExponential((digits[2] ?? '').length) === b.toExponential((digits[2] ?? '').length);
}

/** The longest text a cell of Excel holds. */
const cellLengthMax = 32_767;

function isCut(own: string, other: string): boolean {
  return own.length > cellLengthMax - 2 && other.length >= cellLengthMax - 2 && own.startsWith(other);
}

/** What begins like a formula is computed, and fails. */
function isFailedFormula(own: string, other: string): boolean {
  return /^[=+\-@]/.test(own) && /^(?:#[A-Z/0-9]+[?!]?|#¡?[\p{L}/0-9]+[?!]?|Err:\d{3})$/u.test(other);
}

/** The same day, and the same time as far as one is given; in whatever order and with whatever marks. Spreadsheets move no time zones. */
function isSameInstant(own: string, other: string): boolean {
  const at = Date.parse(own);
  if (Number.isNaN(at) || other === '') return false;
  if (/^\d{4,6}(?:[.,]\d+)?$/.test(other)) return isSameDayNumber(at, Number(other.replace(',', '.')));
  const time = /(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:([ap])\.?\s?m\.?)?/i.exec(other);
  return isSameDay(at, time ? other.replace(time[0], ' ') : other) && (!time || isSameTime(at, time));
}

/** Days since the end of 1899, as a spreadsheet counts. */
function isSameDayNumber(at: number, days: number): boolean {
  const own = (at - Date.UTC(1899, 11, 30)) / 86_400_000;
  return Number.isInteger(days) ? Math.floor(own) === days : Math.abs(own - days) < 0.001;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function isSameDay(at: number, text: string): boolean {
  const date = new Date(at);
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  const named = months.findIndex((name) => new RegExp(`(?<![a-z])${name}`, 'i').test(text));
  const wanted = [date.getUTCDate(), ...(named === -1 ? [date.getUTCMonth() + 1] : [])];
  if (named !== -1 && named !== date.getUTCMonth()) return false;
  const full = numbers.indexOf(date.getUTCFullYear());
  const year = full === -1 ? numbers.lastIndexOf(date.getUTCFullYear() % 100) : full;
  if (year === -1) return false;
  return numbers.toSpliced(year, 1).toSorted((a, b) => a - b).join() === wanted.toSorted((a, b) => a - b).join();
}

function isSameTime(at: number, [, hours = '', minutes = '', seconds, half]: RegExpExecArray): boolean {
  const date = new Date(at);
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return hour === date.getUTCHours() && Number(minutes) === date.getUTCMinutes() && (seconds === undefined || Number(seconds) === date.getUTCSeconds());
}
