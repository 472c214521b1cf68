import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#lib/errors.ts';
import { Chain, Damage } from '#lib/store/journal/chain.ts';
import { nodeFiles } from '#lib/store/journal/files.ts';
import { Segment, segmentName, segmentNumbers } from '#lib/store/journal/segment.ts';
import type { Head } from '#lib/store/port.ts';
import { cutFile } from './copy-files.ts';

/** A journal that was copied while others wrote to it ends anywhere: in a line, between the records of one commit. */

interface End {
  readonly number: number;
  /** Behind the last line that counts. */
  readonly byte: number;
  readonly compressed: boolean;
}

/** Cuts a copied journal behind its last whole commit; gives where that is. Throws a Fault when what was copied is damaged. */
export async function cutToLastCommit(folder: string): Promise<Head> {
  const chain = new Chain();
  let end: End | null = null;
  for (const number of segmentNumbers(folder)) {
    if (number > 1) chain.nextFile();
    end = walk(folder, number, chain) ?? end;
    await new Promise(setImmediate);
  }
  if (end) dropBehind(folder, end);
  return chain.head;
}

function walk(folder: string, number: number, chain: Chain): End | null {
  const segment = Segment.open(folder, number, nodeFiles, 'r');
  if (!segment) throw new Error(`${segmentName(number)} is not there any more`);
  let end: End | null = null;
  try {
    segment.readLines(({ text, offset, bytes }) => {
      if (chain.take(text).kind === 'whole') end = { number, byte: offset + bytes + 1, compressed: segment.compressed };
      return 'go_on';
    });
    return end;
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    throw new Fault('store_damaged', `The journal is damaged (${segmentName(number)}, byte ${segment.offset}: ${error.message}), so no backup was made. npm run -s re -- audit verify shows every place.`, { retryable: false, cause: error });
  } finally {
    segment.close();
  }
}

function dropBehind(folder: string, { number, byte, compressed }: End): void {
  for (const later of segmentNumbers(folder)) if (later > number) rmSync(join(folder, segmentName(later)), { force: true });
  if (!compressed) cutFile(join(folder, segmentName(number)), byte);
}
