import { Chain, holdsMoreThanALine } from './chain.ts';
import { nodeFiles } from './files.ts';
import type { JournalRecord } from './record.ts';
import { recordIn } from './chain.ts';
import { Segment, segmentNumbers } from './segment.ts';

/** Reads the whole chain once, in order, without keeping it. Throws `Damage` where it is not what was written. */
export async function walkChain(folder: string, handle: (record: JournalRecord, line: string) => void): Promise<Chain> {
  const chain = new Chain();
  for (const number of segmentNumbers(folder)) {
    const segment = Segment.open(folder, number, nodeFiles, 'r');
    if (!segment) throw new Error(`file ${number} of the journal is gone`);
    if (number > 1) chain.nextFile();
    const waiting: string[] = [];
    try {
      segment.readLines(({ text }) => {
        const reading = chain.take(text);
        const own = reading.kind === 'nothing' ? null : recordIn(text);
        if (reading.kind === 'nothing' || own?.record.part === 1) waiting.length = 0;
        if (own) waiting.push(own.text);
        if (reading.kind === 'whole') for (const [i, record] of reading.records.entries()) handle(record, waiting[waiting.length - reading.records.length + i] ?? '');
        return 'go_on';
      });
      if (segment.torn && holdsMoreThanALine(segment.rest().toString('utf8'))) throw new Error('the last line of the journal is whole, and its end was changed');
    } finally {
      segment.close();
    }
    await new Promise(setImmediate);
  }
  return chain;
}
