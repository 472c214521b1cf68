import { expect, test } from 'vitest';
import type { Change, Comparison } from '#lib/tables/compare-table.ts';
import { differencesOf } from './difference-words.ts';

const nothing: Comparison = { changeCount: 0, changes: [], missingCount: 0, missing: [], olderCount: 0, newRows: [], strangeCount: 0, isComparable: true, isComplete: true };
const status = { name: 'status', kind: 'word', words: ['pending', 'approved'] } as const;
const change = (row: number, column: Change['column'], from: string, to: string): Change => ({ row, id: `apr_${row}`, column, from, to });
const wordsOf = (comparison: Partial<Comparison>) => differencesOf({ ...nothing, ...comparison, changeCount: comparison.changes?.length ?? 0 }, []).words;

test('a changed cell is said by row, id and column, and by what stood there where that can be about nobody', () => {
  const changes = [
    change(2, { name: 'body', kind: 'text' }, 'Dear Jo', 'Dear Ana'), change(2, status, 'pending', 'Approved'), change(3, status, 'pending', 'Jo Park'),
    change(4, { name: 'not_before', kind: 'instant' }, '2026-11-03T10:00:00.000Z', 'call 555-0142'), change(5, { name: 'attempts', kind: 'number' }, '1', '0'),
  ];
  expect(wordsOf({ changes })).toEqual([
    'Row 2 (apr_2), status: pending → approved', 'Row 3 (apr_3), status: pending → something else', 'Row 2 (apr_2), body: changed',
    'Row 4 (apr_4), not_before: 2026-11-03T10:00:00.000Z → something else', 'Row 5 (apr_5), attempts: 1 → 0',
  ]);
});

test('what somebody typed into a row that was refused is not repeated', () => {
  const problems = [{ row: 7, field: 'value', reason: '“jo park@example.com” is not an e-mail address: the part before the @ has a character that is not allowed.' }];
  expect(differencesOf(nothing, problems)).toEqual({ left: 1, words: ['Row 7, value: this is not an e-mail address: the part before the @ has a character that is not allowed'] });
});

test('many changes leave room for what else there is, and all of it is counted', () => {
  const changes = Array.from({ length: 40 }, (_, i) => change(i + 2, status, 'pending', 'approved'));
  const problems = Array.from({ length: 5 }, (_, i) => ({ row: 100 + i, field: 'value', reason: 'no' }));
  const { left, words } = differencesOf({ ...nothing, changes, changeCount: 40, missingCount: 9, missing: ['a', 'b', 'c', 'd'], olderCount: 1, strangeCount: 1 }, problems);
  expect([left, words.length]).toEqual([40 + 5 + 9 + 1 + 1, 8]);
  expect(words.slice(-3)).toEqual(['9 rows are not in the file: a, b, c, …', '1 row was older than here and not compared', '1 column is not part of the table']);
  expect(words.filter((each) => each.includes('approved')).length).toBeGreaterThan(1);
  expect(words.filter((each) => each.includes(': no')).length).toBeGreaterThan(1);
});

test('nothing that differs is nothing to tell', () => expect(differencesOf(nothing, [])).toEqual({ left: 0, words: [] }));
