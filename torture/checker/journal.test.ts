import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { commitsOf, compare } from './commits.ts';
import { followJournal, type Account } from './journal.ts';

/** Journals made by hand, from the document alone; most of them are bad and must be found so. */

const header = 'seq,ts,type,subject,actor,correlation_id,cause,part,data,data_hash,prev,hash\n';
const zeros = '0'.repeat(64);
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

interface Made {
  readonly line: string;
  readonly hash: string;
}

interface Fields {
  readonly part?: string;
  readonly type?: string;
  readonly subject?: string;
  readonly cause?: string;
  readonly ts?: string;
  readonly event?: object;
  readonly blank?: boolean;
}

function record(seq: number, prev: string, { part = '1/1', type = 'LeadEdited', subject = `lead:l${seq}`, cause = 'edit-lead', ts = '2026-03-01T10:00:00.000Z', event = {}, blank = false }: Fields = {}): Made {
  const data = JSON.stringify({ salt: 'c2FsdA', event: { said: 'a, "quoted" word', ...event } });
  const cells = [String(seq), ts, type, subject, 'person:u1', `cor_${seq}`, cause, part];
  const hash = sha([...cells, sha(data), prev].join('\n'));
  return { hash, line: `${cells.join(',')},${blank ? '' : `"${data.replaceAll('"', '""')}"`},${sha(data)},${prev},${hash}\n` };
}

/** One after the other, each an append of its own. */
function row(count: number, from = 1, prev = zeros): Made[] {
  const made: Made[] = [];
  for (let i = 0; i < count; i++) made.push(record(from + i, made.at(-1)?.hash ?? prev));
  return made;
}

const textOf = (made: readonly Made[]) => made.map(({ line }) => line).join('');
const read = (...files: string[]): Account => followJournal(files.map((text, i) => ({ name: `${String(i + 1).padStart(6, '0')}.csv`, bytes: Buffer.from(text) })));
const kinds = (account: Account) => account.violations.map(({ kind }) => kind);
const [one, two, three, four] = row(4) as [Made, Made, Made, Made];

test('a chain is read to its end', () => {
  const account = read(header + textOf([one, two, three]));
  expect(account).toMatchObject({ violations: [], skipped: 0, unfinished: 0, head: { seq: 3, hash: three.hash } });
  expect(account.records.map(({ seq, subject, cause, event }) => [seq, subject, cause, event?.['said']])).toEqual(
    [1, 2, 3].map((seq) => [seq, `lead:l${seq}`, 'edit-lead', 'a, "quoted" word']),
  );
});

test('nothing, and a header twice, are fine', () => {
  expect(read('')).toMatchObject({ violations: [], head: { seq: 0, hash: zeros } });
  expect(read(header + header + one.line)).toMatchObject({ violations: [], head: { seq: 1 } });
});

test('an append that lost its race does not count', () => {
  const late = record(3, two.hash, { cause: 'late' });
  const lateFurther = record(2, one.hash, { cause: 'very-late' });
  const account = read(header + textOf([one, two, three, late, lateFurther, four]));
  expect(account).toMatchObject({ violations: [], skipped: 2, head: { seq: 4 } });
  expect(account.records.map(({ cause }) => cause)).not.toContain('late');
});

test('an append counts as a whole or not at all', () => {
  const first = record(2, one.hash, { part: '1/2' });
  const second = record(3, first.hash, { part: '2/2' });
  expect(read(header + textOf([one, first, second]))).toMatchObject({ violations: [], head: { seq: 3 } });
  expect(read(header + textOf([one, first, second])).appends.map((append) => append.length)).toEqual([1, 2]);
  expect(read(header + textOf([one, first]))).toMatchObject({ violations: [], skipped: 0, head: { seq: 1 } });
  expect(read(header + textOf([one, first, two]))).toMatchObject({ violations: [], skipped: 1, head: { seq: 2, hash: two.hash } });
});

test('what was never finished says nothing', () => {
  const cut = three.line.slice(0, 100);
  expect(read(header + textOf([one, two]) + cut)).toMatchObject({ violations: [], unfinished: 1, head: { seq: 2 } });
  expect(read(`${header}${textOf([one, two])}${cut}!torn\n${three.line}`)).toMatchObject({ violations: [], unfinished: 1, head: { seq: 3 } });
  expect(read(`${header}${textOf([one, two])}${cut}${three.line}`)).toMatchObject({ violations: [], head: { seq: 3 } });
  expect(read(`${header}${textOf([one, two])}${cut}${header}${three.line}`), 'a header right behind it').toMatchObject({ violations: [], unfinished: 1, head: { seq: 3 } });
  expect(read(`${header}${textOf([one, two])}1${three.line}`), 'a digit before the record').toMatchObject({ violations: [], head: { seq: 3 } });
});

test('files follow one another', () => {
  const closing = record(3, two.hash, { type: 'SegmentClosed', subject: 'journal:000001' });
  const next = record(4, closing.hash);
  const first = header + textOf([one, two, closing]);
  expect(read(first)).toMatchObject({ violations: [], head: { seq: 3 } });
  expect(read(first, header + next.line)).toMatchObject({ violations: [], head: { seq: 4 } });
  expect(read(first + three.line + next.line, header + next.line), 'late appends to a closed file').toMatchObject({ violations: [], skipped: 2, head: { seq: 4 } });
  expect(kinds(read(header + textOf([one, two]), header + three.line))).toEqual(['file']);
  expect(kinds(followJournal([{ name: '000002.csv', bytes: Buffer.from(header + next.line) }]))).toEqual(['file']);
  expect(gzipSync(first).length).toBeLessThan(first.length);
});

test('every changed bit is found', () => {
  const text = Buffer.from(header + textOf([one, two]));
  const missed: number[] = [];
  for (let bit = 0; bit < text.length * 8; bit++) {
    const bytes = Buffer.from(text);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const account = followJournal([{ name: '000001.csv', bytes }]);
    if (account.violations.length === 0) missed.push(bit);
  }
  expect(missed).toEqual([]);
});

test.each([
  ['a record taken out', textOf([one, three, four]), 'order'],
  ['two records that changed places', textOf([one, three, two, four]), 'order'],
  ['a record twice', textOf([one, two, two]), 'twice'],
  ['a record put in from elsewhere', textOf([one, record(2, sha('elsewhere'))]), 'order'],
  ['a place in the chain that is not its own', textOf([one, record(3, one.hash)]), 'order'],
  ['a time before the record before', textOf([one, record(2, one.hash, { ts: '2026-02-28T10:00:00.000Z' })]), 'order'],
  ['a part without the part before it', textOf([one, record(2, one.hash, { part: '2/2' })]), 'part'],
  ['a part behind a line that was never finished', `${one.line}${record(2, one.hash, { part: '1/2' }).line}x!torn\n${record(3, record(2, one.hash, { part: '1/2' }).hash, { part: '2/2' }).line}`, 'part'],
  ['a cell quoted without need', one.line.replace('edit-lead', '"edit-lead"'), 'changed'],
  ['a changed line end', one.line.replace('\n', ' ') + two.line, 'changed'],
  ['a changed line end at the end', one.line.replace('\n', ' '), 'changed'],
  ['a whole line marked as unfinished', `${one.line.replace('\n', ' ')}${two.line.slice(0, 50)}!torn\n`, 'changed'],
  ['a header behind a changed line end', one.line.replace('\n', ' ') + header, 'changed'],
  ['an empty line', `${one.line}\n${two.line}`, 'changed'],
])('%s is found', (_, text, kind) => {
  expect(kinds(read(header + text))).toEqual([kind]);
});

test('blank data is explained by a later erasure, or found', () => {
  const blank = record(1, zeros, { subject: 'lead:gone', blank: true });
  const erased = record(2, blank.hash, { type: 'LeadErased', subject: 'lead:gone', event: { reason: 'asked', subjects: ['lead:gone'] } });
  expect(read(header + textOf([blank, erased])).violations).toEqual([]);
  expect(kinds(read(header + blank.line))).toEqual(['blank']);
  expect(kinds(read(header + textOf([blank, record(2, blank.hash, { type: 'LeadErased', event: { subjects: ['lead:other'] } })])))).toEqual(['blank']);
});

test('lost, doubled and half applied commits are told apart', () => {
  const a1 = record(1, zeros, { part: '1/3', cause: 'a' });
  const a2 = record(2, a1.hash, { part: '2/3', cause: 'a' });
  const b1 = record(3, a2.hash, { part: '3/3', cause: 'b' });
  const again = [record(4, b1.hash, { part: '1/2', cause: 'a' })];
  again.push(record(5, again[0]!.hash, { part: '2/2', cause: 'a' }));
  const name = ({ cause }: { cause: string }) => cause;
  const commits = (made: readonly Made[]) => commitsOf(read(header + textOf(made)).appends, name);
  const verdict = (made: readonly Made[], sizes: Record<string, number>) => compare(commits(made), ['a', 'b', 'c'], (each) => sizes[each] ?? null);
  expect(verdict([a1, a2, b1], { a: 2, b: 1 })).toEqual({ lost: ['c'], duplicated: [], halfApplied: [] });
  expect(verdict([a1, a2, b1, ...again], { a: 2, b: 1 })).toEqual({ lost: ['c'], duplicated: ['a'], halfApplied: [] });
  expect(verdict([a1, a2, b1], { a: 3, b: 1 })).toEqual({ lost: ['c'], duplicated: [], halfApplied: ['a'] });
});
