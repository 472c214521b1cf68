import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { JournalRecord } from './record.ts';
import { checkSnapshots } from './snapshots.ts';

function record(seq: number, subject: string, type: string, event: Record<string, unknown> = {}): JournalRecord {
  return { seq, subject, type, event, ts: '2026-03-01T10:00:00.000Z', actor: 'person:u1', correlationId: 'c', key: null, cause: 'c', part: 1, parts: 1, prev: '', hash: '' };
}

const records = [
  record(1, 'lead:l1', 'LeadAdded'), record(2, 'approval:a1', 'DraftSubmitted'), record(3, 'approval:a1', 'DraftApproved'), record(4, 'lead:l2', 'LeadAdded'),
  record(5, 'dnc:d1', 'DncEntryAdded'), record(6, 'approval:a1', 'DispatchStarted'),
];

function contradictions(seq: number, tables: Readonly<Record<string, string>>, history = records): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 're-tables-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'run'));
  writeFileSync(join(folder, 'run', 'snapshots.json'), JSON.stringify({ seq }));
  for (const [name, text] of Object.entries(tables)) writeFileSync(join(folder, `${name}.csv`), text);
  return checkSnapshots(folder, history).contradictions;
}

const leads = 'id,name,version\nl1,"Ana, ""the"" first\nline",1\nl2,Bo,1\n';

test('tables of the journal as it was then, or as it was a little later, are fine', () => {
  expect(contradictions(4, { leads, approvals: 'id,status,version\na1,approved,2\n' })).toEqual([]);
  expect(contradictions(4, { approvals: 'id,status,version\na1,sending,3\n', dnc: 'id,status\nd1,active\n' })).toEqual([]);
});

test('what was rejected stays so when the lead writes, and what goes out after all leaves the status as it is', () => {
  const history = [...records.slice(0, 2), record(3, 'approval:a1', 'DraftRejected'), record(4, 'approval:a1', 'DraftWentStale'), record(5, 'approval:a1', 'AttemptProven')];
  expect(contradictions(5, { approvals: 'id,status,version\na1,rejected,4\n' }, history)).toEqual([]);
});

test.each([
  ['a status the journal never said', 4, { approvals: 'id,status,version\na1,sent,2\n' }, 'approvals.csv: a1 is “sent”, and by its records approved'],
  ['a version too old', 6, { approvals: 'id,status,version\na1,approved,2\n' }, 'approvals.csv: a1 has version 2, and between 3 and 3 records'],
  ['a version to come', 6, { approvals: 'id,status,version\na1,sent,4\n' }, 'approvals.csv: a1 has version 4, and between 3 and 3 records'],
  ['nobody we know', 4, { leads: `${leads}l9,Cy,1\n` }, 'leads.csv: l9 is in no record'],
  ['somebody twice', 4, { leads: `${leads}l2,Bo,1\n` }, 'leads.csv: l2 is there twice'],
  ['somebody missing', 4, { leads: 'id,name,version\nl1,Ana,1\n' }, 'leads.csv: l2 is missing, although it was there at record 4'],
  ['a cut row', 4, { leads: 'id,name,version\nl1,Ana,1\nl2\n' }, 'leads.csv: l2 is cut'],
  ['an empty file', 0, { leads: '' }, 'leads.csv is not a whole table'],
  ['a place in the chain there is not', 7, {}, 'the tables are said to be of record 7, and the journal ends at 6'],
])('%s is found', (_, seq, tables, why) => {
  expect(contradictions(seq, tables)).toEqual([why]);
});

test('who was erased is in no table from then on', () => {
  const erased = [...records, record(7, 'lead:l1', 'LeadErased', { subjects: ['lead:l1'] })];
  expect(contradictions(7, { leads: 'id,name,version\nl2,Bo,1\n' }, erased)).toEqual([]);
  expect(contradictions(7, { leads }, erased)).toEqual(['leads.csv: l1 was erased by record 7']);
});
