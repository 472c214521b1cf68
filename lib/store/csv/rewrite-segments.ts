import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { recordIn } from '../journal/chain.ts';
import { syncFolder, type Files } from '../journal/files.ts';
import { blanked, header, type JournalRecord } from '../journal/record.ts';
import { replaceFile } from '../journal/replace-file.ts';
import { Segment, segmentName } from '../journal/segment.ts';

/** Closed files of the journal in another form: without the data of somebody, or compressed. The chain they hold stays the same. */

export interface Blanking {
  readonly files: Files;
  /** Whether a record is in the chain: other lines say nothing and may hold what is to go, so they go as well. */
  readonly counts: (record: JournalRecord) => boolean;
  readonly isErased: (record: JournalRecord) => boolean;
}

/** Returns how many records lost their data, or null when the file is as it should be. */
export function blankSegment(folder: string, number: number, { files, counts, isErased }: Blanking): number | null {
  const segment = Segment.open(folder, number, files, 'r');
  if (!segment) throw new Error(`${segmentName(number)} is not there any more`);
  const lines: string[] = [header];
  let blanks = 0;
  let idle = 0;
  try {
    segment.readLines(({ text }) => {
      if (text === header) return 'go_on';
      const found = recordIn(text);
      if (!found || !counts(found.record)) {
        idle += 1;
        return 'go_on';
      }
      const goes = found.record.data !== '' && isErased(found.record);
      if (goes) blanks += 1;
      lines.push(goes ? blanked(found.text) : found.text);
      return 'go_on';
    });
    if (blanks === 0 && idle === 0 && !segment.torn) return null;
  } finally {
    segment.close();
  }
  const bytes = Buffer.from(`${lines.join('\n')}\n`, 'utf8');
  replaceFile(segment.path, segment.compressed ? gzipSync(bytes) : bytes, { files });
  dropOther(folder, number, segment, files);
  return blanks;
}

/** Where a file is there plain and compressed, the compressed one does not count, and would still hold what is gone. */
function dropOther(folder: string, number: number, { compressed }: Segment, files: Files): void {
  if (compressed) return;
  files.remove(join(folder, `${segmentName(number)}.gz`));
  syncFolder(files, folder);
}

/** Puts a compressed file in the place of a plain one, once it is known to hold the same. */
export function compressSegment(folder: string, number: number, files: Files): string {
  const path = join(folder, segmentName(number));
  const bytes = readFileSync(path);
  replaceFile(`${path}.gz`, gzipSync(bytes), { files });
  if (!gunzipSync(readFileSync(`${path}.gz`)).equals(bytes)) throw new Error(`${path}.gz does not hold what ${path} holds`);
  files.remove(path);
  syncFolder(files, folder);
  return `${path}.gz`;
}
