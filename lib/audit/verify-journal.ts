import { join } from 'node:path';
import type { Head } from '#lib/store/port.ts';
import { Chain, Damage, holdsMoreThanALine } from '#lib/store/journal/chain.ts';
import type { JournalRecord } from '#lib/store/journal/record.ts';
import { nodeFiles } from '#lib/store/journal/files.ts';
import { Segment, segmentName, segmentNumbers } from '#lib/store/journal/segment.ts';
import { GrowingTree } from './merkle.ts';

/** Reads every byte of the journal and says whether it is what was written: chain, hashes, data, parts, order. */

export interface JournalProblem {
  readonly file: string;
  /** Of the first byte of the line at fault. */
  readonly byte: number;
  /** The record that should have come here. */
  readonly seq: number;
  readonly problem: string;
  readonly advice: string;
}

export interface JournalVerdict {
  readonly ok: boolean;
  /** In the chain. */
  readonly records: number;
  /** Lines that say nothing: lost races and unfinished appends. */
  readonly skipped: number;
  readonly head: Head;
  readonly problems: readonly JournalProblem[];
  /** The hashes of the records that were asked for, by their place. */
  readonly hashes: ReadonlyMap<number, string>;
  /** With `withRoots`: the roots of the tree (`merkle.ts`) up to these records. */
  readonly roots: ReadonlyMap<number, string>;
  /** When the first record was written (ms since the epoch); null when there is none. */
  readonly firstAt: number | null;
}

const advice = 'Keep the file as it is. Stop every process and put back the newest backup: npm run -s re -- restore PLACE';
/** More places than this help nobody. */
const problemsMax = 100;

export async function verifyJournal(
  dataDir: string,
  options: { hashesAt?: readonly number[]; withRoots?: boolean; onProgress?: (done: { records: number; bytes: number; file: string }) => void } = {},
): Promise<JournalVerdict> {
  const folder = join(dataDir, 'journal');
  const chain = new Chain();
  const problems: JournalProblem[] = [];
  const found = (file: string, byte: number, problem: string) => {
    if (problems.length < problemsMax) problems.push({ file, byte, seq: chain.head.seq + 1, problem, advice });
  };
  const wanted = new Set(options.hashesAt);
  const hashes = new Map<number, string>();
  const roots = new Map<number, string>();
  const tree = options.withRoots ? new GrowingTree() : null;
  let firstAt: number | null = null;
  const note = ({ seq, hash, at }: JournalRecord) => {
    firstAt ??= at;
    tree?.add(hash);
    if (!wanted.has(seq)) return;
    hashes.set(seq, hash);
    if (tree) roots.set(seq, tree.root);
  };
  const numbers = segmentNumbers(folder);
  let skipped = 0;
  let bytes = 0;
  for (const [i, number] of numbers.entries()) {
    const name = segmentName(number);
    if (number !== i + 1) {
      found(join(folder, name), 0, `the file ${segmentName(i + 1)} is missing before it`);
      break;
    }
    if (i > 0 && !chain.closed) found(join(folder, name), 0, 'the file before it was not closed: its end is missing');
    if (i > 0) chain.nextFile();
    const outcome = verifySegment(folder, i + 1, chain, { found, note });
    skipped += outcome.skipped;
    bytes += outcome.bytes;
    options.onProgress?.({ records: chain.head.seq, bytes, file: name });
    // One turn of the event loop per file, so that a long verification can be watched and stopped.
    await new Promise(setImmediate);
  }
  if (numbers.length === 0) found(folder, 0, 'there is no journal');
  const blank = chain.unexplainedBlank;
  if (blank !== null) found(folder, 0, `the data of record ${blank} is gone, and no erasure says why`);
  return { ok: problems.length === 0, records: chain.head.seq, skipped, head: chain.head, problems, hashes, roots, firstAt };
}

interface Told {
  readonly found: (file: string, byte: number, problem: string) => void;
  /** Of every record in the chain. */
  readonly note: (record: JournalRecord) => void;
}

function verifySegment(folder: string, number: number, chain: Chain, { found, note }: Told): { skipped: number; bytes: number } {
  const segment = Segment.open(folder, number, nodeFiles, 'r');
  if (!segment) throw new Error(`${segmentName(number)} is not there any more`);
  let skipped = 0;
  // What follows damage cannot be in the chain: it is looked at as if nothing were missing, and told once.
  let broken = false;
  const readOn = (text: string) => {
    if (chain.goOnFrom(text)) broken = false;
  };
  try {
    segment.readLines(({ text, offset }) => {
      try {
        const reading = chain.take(text);
        if (reading.kind === 'nothing') skipped += 1;
        else broken = false;
        if (reading.kind === 'whole') reading.records.forEach(note);
      } catch (error) {
        if (!(error instanceof Damage)) throw error;
        if (!broken) found(segment.path, offset, error.message);
        broken = true;
        readOn(text);
      }
      return 'go_on';
    });
    if (segment.torn && holdsMoreThanALine(segment.rest().toString('utf8'))) found(segment.path, segment.offset, 'the last line is whole, and its end was changed');
    return { skipped: Math.max(0, skipped - 1), bytes: segment.seen };
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    found(segment.path, 0, error.message);
    return { skipped, bytes: 0 };
  } finally {
    segment.close();
  }
}
