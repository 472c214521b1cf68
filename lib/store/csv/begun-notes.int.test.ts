import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetBegun, noteOf, openBegunNotes } from './begun-notes.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 're-begun-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const asked = (key: string, worker = 'here/1/aa') => noteOf(folder, worker, 'email', key).kind !== 'not_begun';
const only = () => join(folder, readdirSync(folder)[0]!);

test('what is noted may have begun; what is not has not, until the machine starts again', () => {
  const notes = openBegunNotes(folder, 'here/1/aa', 'email');
  notes.note('apr_1.1');
  notes.close();
  expect([asked('apr_1.1'), asked('apr_1'), asked('apr_1.11'), asked('apr_2.1')]).toEqual([true, false, false, false]);
  writeFileSync(only(), readFileSync(only(), 'utf8').replace(/^boot .*/, 'boot another'));
  expect(asked('apr_2.1')).toBe(true);
});

test('of a worker or channel without notes, and of notes that lost their beginning, everything may have begun', () => {
  openBegunNotes(folder, 'here/1/aa', 'email').close();
  expect([asked('apr_1.1', 'here/2/bb'), noteOf(folder, 'here/1/aa', 'telegram', 'apr_1.1').kind === 'begun']).toEqual([true, true]);
  writeFileSync(only(), '');
  expect(asked('apr_1.1')).toBe(true);
});

test('what the channel took is known wherever it is read, with the name it goes by there', () => {
  const notes = openBegunNotes(folder, 'here/1/aa', 'email');
  for (const key of ['apr_1.1', 'apr_2.1']) notes.note(key);
  notes.noteAccepted('apr_1.1', 'a "b" \\ c\n@test');
  notes.close();
  appendFileSync(only(), '\n=apr_2.1 "half');
  writeFileSync(only(), readFileSync(only(), 'utf8').replace(/^boot .*/, 'boot another'));
  expect(noteOf(folder, 'here/1/aa', 'email', 'apr_1.1')).toEqual({ kind: 'accepted', providerId: 'a "b" \\ c\n@test' });
  expect(noteOf(folder, 'here/1/aa', 'email', 'apr_2.1')).toEqual({ kind: 'begun' });
});

test('a file that takes the place of one that somebody removed proves nothing', () => {
  const notes = openBegunNotes(folder, 'here/1/aa', 'email');
  appendFileSync(only(), `${'x'.repeat(1023)}\n`.repeat(1025));
  notes.close();
  const again = openBegunNotes(folder, 'here/1/aa', 'email');
  rmSync(only());
  for (const key of ['apr_1.1', 'apr_2.1']) again.note(key);
  again.close();
  expect([asked('apr_1.1'), asked('apr_3.1')]).toEqual([true, true]);
  rmSync(only());
  openBegunNotes(folder, 'here/1/aa', 'email', { isFirst: false }).close();
  expect(asked('apr_3.1')).toBe(true);
});

test('half a note, as a full disk leaves it, does not hide the next one', () => {
  const notes = openBegunNotes(folder, 'here/1/aa', 'email');
  appendFileSync(only(), 'apr_1');
  notes.note('apr_2.1');
  notes.close();
  expect([asked('apr_2.1'), asked('apr_3.1')]).toEqual([true, false]);
});

test('where other processes are seen than the worker was among, its notes prove nothing: it may live', () => {
  openBegunNotes(folder, 'here/1/aa', 'email').close();
  expect(asked('apr_1.1')).toBe(false);
  writeFileSync(only(), readFileSync(only(), 'utf8').replace(/pid:\[\d+\]/, 'pid:[1]'));
  expect(asked('apr_1.1')).toBe(true);
});

test('opened again it goes on, and one that grew large keeps what was noted last', () => {
  openBegunNotes(folder, 'here/1/aa', 'email').close();
  appendFileSync(only(), `${'x'.repeat(1023)}\n`.repeat(1025));
  const notes = openBegunNotes(folder, 'here/1/aa', 'email');
  notes.note('apr_1.1');
  appendFileSync(only(), 'apr_0.1\n');
  notes.note('apr_2.1');
  notes.close();
  expect([asked('apr_1.1'), asked('apr_2.1'), asked('apr_3.1')]).toEqual([true, true, false]);
  expect(readdirSync(folder)).toHaveLength(2);
});

test('where there is no room for the next file, nothing is noted, and what was noted last is kept', () => {
  openBegunNotes(folder, 'here/1/aa', 'email').close();
  const path = only();
  appendFileSync(path, `${'x'.repeat(1023)}\n`.repeat(1025));
  const notes = openBegunNotes(folder, 'here/1/aa', 'email');
  appendFileSync(path, 'apr_0.1\n');
  mkdirSync(join(`${path}.new`, 'in the way'), { recursive: true });
  for (const key of ['apr_1.1', 'apr_2.1']) expect(() => notes.note(key)).toThrow();
  expect([asked('apr_0.1'), asked('apr_1.1')]).toEqual([true, false]);
  rmSync(`${path}.new`, { recursive: true });
  notes.note('apr_3.1');
  notes.close();
  expect([asked('apr_0.1'), asked('apr_3.1'), asked('apr_1.1')]).toEqual([true, true, false]);
});

test('a worker that nobody asks about is forgotten once it has ended, or has noted nothing for a week; others and other files are not', () => {
  for (const worker of ['here/1/aa', 'here/2/bb', 'here/3/cc', 'there/1/dd']) openBegunNotes(folder, worker, 'email').close();
  const there = join(folder, 'begun.there%2F1%2Fdd.email.log');
  utimesSync(there, new Date(), new Date(Date.now() - 8 * 86_400_000));
  for (const name of ['worker.json', 'begun.%E0%A4%A.email.log']) writeFileSync(join(folder, name), '{}');
  forgetBegun(folder, { nowMs: Date.now(), isGone: (worker) => worker === 'here/1/aa' || worker === 'here/3/cc', isKept: (worker) => worker === 'here/3/cc' });
  expect(readdirSync(folder).toSorted()).toEqual(['begun.%E0%A4%A.email.log', 'begun.here%2F2%2Fbb.email.log', 'begun.here%2F3%2Fcc.email.log', 'worker.json']);
});
