import type { Asked } from './route.ts';

/** A file as the body of a request: its bytes, its name (`?fileName=`), and whether anything is to be changed (`?dryRun=true`). */
export function importRequest({ bytes, input }: Asked): Record<string, unknown> {
  return { bytes, fileName: typeof input.fileName === 'string' && input.fileName !== '' ? input.fileName : 'upload.csv', dryRun: input.dryRun === 'true' };
}
