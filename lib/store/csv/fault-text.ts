import { unknownType } from '../fold.ts';

/** What the codes of the operating system mean to somebody who can do something about it. */
export const explanations: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EIO: 'the disk failed',
  EACCES: 'no right to write there',
  EMFILE: 'this process has too many open files',
};

export function damageMessage(path: string, offset: number, seq: number, why: string): string {
  if (why.includes(unknownType))
    return `The journal cannot be read by this version: ${path}, byte ${offset}, record ${seq}: ${why}. Nothing was changed. A newer version wrote it: start that one again. Put back no backup: what was recorded since would be lost.`;
  return (
    `The journal is damaged: ${path}, byte ${offset}, at or before record ${seq}: ${why}. Nothing was changed. ` +
    'Keep the file. Stop every process, put back the newest backup (`npm run -s re -- backup --list` or the folder it lies in; `npm run -s re -- restore PLACE`), and start again; `npm run -s re -- audit verify` shows every damaged place.'
  );
}
