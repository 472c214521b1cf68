import { refusal, Refused } from '#lib/errors.ts';
import type { Asked } from './route.ts';

/** A file as the body of a request: its bytes, its name (`?fileName=`), and whether it is only tried (`?dryRun=true`; nothing else means that, and nothing is guessed). */
export function importRequest({ bytes, input }: Asked): Record<string, unknown> {
  return { bytes, fileName: typeof input.fileName === 'string' && input.fileName !== '' ? input.fileName : 'upload.csv', dryRun: isDryRun(input.dryRun) };
}

function isDryRun(asked: unknown): boolean {
  if (asked === undefined || asked === 'false') return false;
  if (asked === 'true') return true;
  throw new Refused(refusal('invalid_input', 'dryRun is true or false.', { lift: 'Nothing was changed. Ask again with ?dryRun=true to try it, or leave it out to import.', details: { field: 'dryRun' } }));
}
