import { expect, test } from 'vitest';
import { readTable } from '#lib/tables/read-table.ts';
import type { DncEntry } from './entry.ts';
import { readFileRows } from './file-rows.ts';

const entry = (id: string, more: Partial<DncEntry>): DncEntry => ({
  id, version: 1, kind: 'email', value: 'kim@example.org', channel: 'email', reason: '', source: 'console', status: 'active', addedAt: 0, addedBy: 'person:usr_1',
  removedAt: null, removedBy: null, removalReason: null, ...more,
});
const wish = entry('dnc_wish', {});
const bounce = entry('dnc_bounce', { source: 'bounce:msg_1' });

/** The entry that the first row of the file stands for. */
function standsFor(entries: readonly DncEntry[], addedAt: string): string | null {
  const table = readTable(new TextEncoder().encode(`kind,value,channel,added_at\nemail,Kim@example.org,email,${addedAt}\n`), 'dnc.csv');
  return readFileRows(table, entries, 'US').standsFor(table.rows[0]!);
}

test('a row without its id stands for the entry that says the same', () => {
  expect(standsFor([wish], '')).toBe('dnc_wish');
  expect(standsFor([bounce], '2026-01-05T09:00:00.000Z')).toBe('dnc_bounce');
});

test('what somebody wrote by hand is more than that mail came back', () => {
  expect(standsFor([bounce], '')).toBeNull();
  expect(standsFor([bounce, wish], '')).toBe('dnc_wish');
});

test('a row of which a cell cannot be read stands for no entry: the good one is listed already, the bad one is told', () => {
  const table = readTable(new TextEncoder().encode('kind,value,channel,phone\nemail,Kim@example.org,email,n/a\n'), 'dnc.csv');
  const file = readFileRows(table, [wish], 'US');
  expect(file.standsFor(table.rows[0]!)).toBeNull();
  expect(file.read(table.rows[0]!)).toMatchObject([{ row: 2, field: 'phone' }, { kind: 'email', value: 'kim@example.org' }]);
});
