import type { Change, Comparison } from '#lib/tables/compare-table.ts';

/**
 * What was left out of a table that somebody changed, in words. They go into records that are never blanked, so they hold
 * nobody's data: ids, our own words, figures and instants; what else stood in a cell is in the copy. Pure.
 */

export interface Problem {
  readonly row: number;
  readonly field: string;
  readonly reason: string;
}

export interface Differences {
  readonly left: number;
  /** The first few. */
  readonly words: readonly string[];
}

const wordsMax = 8;
const idsMax = 3;

/** `problems`: new rows that were not taken in, and why. */
export function differencesOf(comparison: Comparison, problems: readonly Problem[]): Differences {
  const { changeCount, missingCount, olderCount, strangeCount, isComparable } = comparison;
  const changes = comparison.changes.toSorted((a, b) => Number(b.column.kind === 'word') - Number(a.column.kind === 'word'));
  const words = [
    ...(isComparable ? [] : ['The column id is missing: the rows were not compared']),
    ...changes.map(changeWords), ...problems.map(problemWords),
    ...(missingCount > 0 ? [missingWords(missingCount, comparison.missing)] : []),
    ...(olderCount > 0 ? [`${counted(olderCount, 'row was', 'rows were')} older than here and not compared`] : []),
    ...(strangeCount > 0 ? [`${counted(strangeCount, 'column is', 'columns are')} not part of the table`] : []),
  ];
  return { left: changeCount + problems.length + missingCount + olderCount + strangeCount + (isComparable ? 0 : 1), words: firstOf(words, changes.length, problems.length) };
}

/** Some of each, so that many changed cells do not hide what else there is. */
function firstOf(words: readonly string[], changes: number, problems: number): string[] {
  if (words.length <= wordsMax) return [...words];
  const rest = words.slice(changes + problems);
  const room = Math.max(2, wordsMax - rest.length);
  const shown = Math.min(changes, Math.max(Math.ceil(room / 2), room - problems));
  return [...words.slice(0, shown), ...words.slice(changes, changes + room - shown), ...rest].slice(0, wordsMax);
}

function changeWords({ row, id, column, from, to }: Change): string {
  const [before, after] = [sayable(column, from), sayable(column, to)];
  const where = `Row ${row} (${id}), ${column.name}`;
  return before === null && after === null ? `${where}: changed` : `${where}: ${before ?? 'something'} → ${after ?? 'something else'}`;
}

/** Only what cannot be about somebody. */
function sayable({ kind, words }: Change['column'], text: string): string | null {
  if (kind === 'word') return words?.find((word) => word === text.trim().toLowerCase()) ?? (text === '' ? 'empty' : null);
  if (kind === 'number') return /^\d{1,9}$/.test(text) ? text : null;
  if (kind === 'instant') return text === '' ? 'empty' : /^[\d\s.:/TZ-]{4,30}$/.test(text) ? text : null;
  return null;
}

function problemWords({ row, field, reason }: Problem): string {
  return `Row ${row}, ${field}: ${withoutValue(reason)}`;
}

/** `“jo@@x” is not an e-mail address.` without what somebody typed; a figure that lost its digits is nobody's. */
function withoutValue(reason: string): string {
  return reason.replace(/“([^”]*)”/g, (quoted, value: string) => (/^\d(?:[.,]\d+)?e\+?\d+$/i.test(value) ? quoted : 'this')).replace(/\.$/, '');
}

function missingWords(count: number, ids: readonly string[]): string {
  const more = count > idsMax ? ', …' : '';
  return `${counted(count, 'row is', 'rows are')} not in the file: ${ids.slice(0, idsMax).join(', ')}${more}`;
}

function counted(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
