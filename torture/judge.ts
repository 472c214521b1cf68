import { existsSync, readFileSync } from 'node:fs';
import { commitsOf, compare } from './checker/commits.ts';
import { readJournal, type Account } from './checker/journal.ts';
import type { JournalRecord } from './checker/record.ts';
import { checkSnapshots } from './checker/snapshots.ts';
import type { Tally } from './tally.ts';
import { sizeOf } from './writer-order.ts';

/** Holds what writing processes were told against what the journal says, by the checker alone. */

export interface Acknowledged {
  readonly name: string;
  /** The head that the writer was shown with it. */
  readonly seq: number;
  readonly hash: string;
}

export function acknowledgedIn(log: string): Acknowledged[] {
  return linesIn(log).flatMap((line) => {
    const [what, name = '', seq = '', hash = ''] = line.split(' ');
    return what === 'done' ? [{ name, seq: Number(seq), hash }] : [];
  });
}

/** Whole lines; nothing when the process did not live long enough to begin. */
export function linesIn(log: string): string[] {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : [];
}

export function judgeWriters(tally: Tally, where: string, dataDir: string, logs: readonly string[]): Account {
  const account = readJournal(dataDir);
  tally.bad('contradictions', where, account.violations.map(({ file, byte, why }) => `${file}, byte ${byte}: ${why}`));
  const acknowledged = logs.flatMap(acknowledgedIn);
  const commits = commitsOf(account.appends, (record) => (record.type === 'SegmentClosed' ? null : record.cause));
  const { lost, duplicated, halfApplied } = compare(commits, acknowledged.map(({ name }) => name), sizeOf);
  const hashes = new Map(account.records.map(({ seq, hash }) => [seq, hash]));
  const offChain = acknowledged.filter(({ seq, hash }) => hashes.get(seq) !== hash).map(({ name, seq }) => `${name} was acknowledged with a record ${seq} that is not in the chain`);
  tally.add('tried', logs.flatMap(linesIn).filter((line) => line.startsWith('try ')).length);
  tally.add('acknowledged', acknowledged.length);
  tally.bad('lost', where, [...lost, ...offChain]);
  tally.bad('duplicated', where, duplicated);
  tally.bad('halfApplied', where, halfApplied);
  tally.bad('contradictions', where, miscounted(account.records));
  const { rows, contradictions } = checkSnapshots(dataDir, account.records);
  tally.addOwn('snapshotRows', rows);
  tally.bad('contradictions', where, contradictions);
  tally.addOwn('records', account.records.length);
  tally.addOwn('skippedRecords', account.skipped);
  tally.addOwn('unfinishedLines', account.unfinished);
  tally.addOwn('files', account.records.filter(({ type }) => type === 'SegmentClosed').length + 1);
  return account;
}

/** The value each commit gave the counter. */
export function countIn({ subject, event }: JournalRecord): number | null {
  return subject === 'channel:all' && event?.['source'] === 'count' ? Number(event['cursor']) : null;
}

/** Every commit added one to what the commit before it left: none was decided on anything else. */
function miscounted(records: readonly JournalRecord[]): string[] {
  const counts = records.flatMap((record) => {
    const count = countIn(record);
    return count === null ? [] : [{ count, cause: record.cause }];
  });
  return counts.flatMap(({ count, cause }, i) => (count === i + 1 ? [] : [`${cause} counted ${count}, and is number ${i + 1}`]));
}
