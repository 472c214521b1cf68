import { expect, test } from 'vitest';
import { compareTable, type CompareOptions, type OwnTable } from './compare-table.ts';
import { readTable } from './read-table.ts';

const rows = [
  { id: 'apr_1', cells: ['apr_1', 'pending', '+13035550142', '2026-11-03T15:59:37.000Z', 'Shall we meet?', 2], bornAt: 100 },
  { id: 'apr_2', cells: ['apr_2', 'sent', '+525512345678', '2026-11-03T16:00:00.000Z', '=1+1', 3], bornAt: 200 },
];
const own: OwnTable = {
  columns: [
    { name: 'id', kind: 'id' }, { name: 'status', kind: 'word', words: ['pending', 'approved', 'sent'] }, { name: 'recipient', kind: 'text' },
    { name: 'due_at', kind: 'instant' }, { name: 'body', kind: 'text' }, { name: 'version', kind: 'number' },
  ],
  size: rows.length,
  slice: (from, to) => rows.slice(from, to),
};
const compare = (text: string, options: Partial<CompareOptions> = {}) => compareTable(own, readTable(new TextEncoder().encode(text), 'approvals.csv'), { writtenAt: 1000, breathe: async () => {}, ...options });
const nothing = { changeCount: 0, missingCount: 0, olderCount: 0, newRows: [], strangeCount: 0, isComparable: true };

test('a table that a spreadsheet saved in its own way, in another order of rows and columns, is the same', async () => {
  expect(await compare('Status;ID;Due at;version;recipient;body\r\nsent;apr_2;03.11.2026 16:00;3;5,25512E+11;2\r\n'.replace(';2\r\n', ';#NAME?\r\n') + 'pending;apr_1;03.11.2026 15:59;2;13035550142;Shall we meet?\r\n;;;;;\r\n')).toMatchObject(nothing);
});

test('a changed cell is named by row, id and column', async () => {
  const { changes, ...rest } = await compare('id,status,body,version\napr_1,approved,Shall we meet?,2\napr_2,sent,=1+1,3\n');
  expect(rest).toMatchObject({ changeCount: 1, missingCount: 0 });
  expect(changes).toMatchObject([{ row: 2, id: 'apr_1', column: { name: 'status' }, from: 'pending', to: 'approved' }]);
});

test('a row that went on here since the file was made says nothing of what a person did', async () => {
  expect(await compare('id,status,version\napr_1,pending,2\napr_2,approved,2\n')).toMatchObject({ ...nothing, olderCount: 1 });
});

test('rows that are gone are missed, but not those that came later than the file', async () => {
  expect(await compare('id,status\n', { writtenAt: 150 })).toMatchObject({ missingCount: 1, missing: ['apr_1'] });
});

test('of two rows with one id, the one that is like ours is ours and the other is new', async () => {
  const { newRows, ...rest } = await compare('id,status,body,version\napr_1,pending,Another one,2\napr_1,pending,Shall we meet?,2\napr_2,sent,=1+1,3\n');
  expect(rest).toMatchObject({ changeCount: 0, missingCount: 0 });
  expect(newRows.map(({ row }) => row)).toEqual([2]);
});

test('without ids nothing is compared, unless something else tells which row is which', async () => {
  const text = 'status,recipient\napproved,+1 303 555 0142\nnew,x\n';
  expect(await compare(text)).toMatchObject({ isComparable: false, changeCount: 0, missingCount: 0 });
  const standsFor: CompareOptions['standsFor'] = ({ cells }) => (cells[1] === '+1 303 555 0142' ? 'apr_1' : null);
  const { newRows, ...rest } = await compare(text, { standsFor, recognisedBy: ['recipient'] });
  expect(rest).toMatchObject({ changeCount: 1, missing: ['apr_2'] });
  expect(newRows.map(({ row }) => row)).toEqual([3]);
});

test('a column of somebody’s own counts when something stands in it', async () => {
  const text = 'id,status,remarks,empty\napr_1,pending,call,\napr_2,sent,,\n';
  expect(await compare(text)).toMatchObject({ strangeCount: 1 });
  expect(await compare(text, { known: (header) => header === 'remarks' })).toMatchObject({ strangeCount: 0 });
});
