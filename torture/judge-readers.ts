import type { Account } from './checker/journal.ts';
import { countIn, linesIn } from './judge.ts';
import type { Tally } from './tally.ts';

/** What a reader saw, held against the chain as it became: it saw places of this chain, and never an earlier one after a later one. */
export function judgeReader(tally: Tally, where: string, { records }: Account, log: string): void {
  const hashes = new Map(records.map(({ seq, hash }) => [seq, hash]));
  const countsBySeq = countsOf(records);
  const wrong: string[] = [];
  let seen = { seq: 0, count: 0 };
  let told: number | null = null;
  const lines = linesIn(log);
  for (const line of lines) {
    const [what, first = '', hash = '', count = ''] = line.split(' ');
    const seq = Number(first);
    if (what === 'open') told = seq;
    if (what === 'told') {
      if (told !== null && seq !== told + 1 && !isClosing(records, told + 1, seq)) wrong.push(`it was told of record ${seq} after ${told}`);
      told = seq;
    }
    if (what !== 'head') continue;
    if (seq > 0 && hashes.get(seq) !== hash) wrong.push(`it saw a record ${seq} that is not in the chain`);
    if (seq < seen.seq) wrong.push(`it saw record ${seq} after record ${seen.seq}`);
    if (Number(count) < seen.count || Number(count) < (countsBySeq.get(seen.seq) ?? 0)) wrong.push(`it saw count ${count} after ${seen.count} at record ${seen.seq}`);
    if (Number(count) > (countsBySeq.get(seq) ?? 0)) wrong.push(`it saw count ${count} at record ${seq}, where it was ${countsBySeq.get(seq) ?? 0}`);
    seen = { seq, count: Number(count) };
  }
  tally.addOwn('looks', lines.filter((line) => line.startsWith('head ')).length);
  tally.addOwn('told', lines.filter((line) => line.startsWith('told ')).length);
  tally.bad('contradictions', where, wrong);
}

/** The records in between are such that close a file: nobody is told of those. */
function isClosing(records: Account['records'], from: number, to: number): boolean {
  return to > from && records.slice(from - 1, to - 1).every(({ type }) => type === 'SegmentClosed');
}

/** The counter after each record. */
function countsOf(records: Account['records']): Map<number, number> {
  let count = 0;
  return new Map(records.map((record) => [record.seq, (count = countIn(record) ?? count)]));
}
