import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import type { Manifest } from './manifest.ts';
import type { VerifiedBackup } from './verify-backup.ts';

/** The journal that is there, held against the one of a backup. */
export interface Present {
  /** `same`: one history, as far as both go. `diverged`: of one origin. `another`: it began anew. */
  readonly kind: 'none' | 'same' | 'diverged' | 'damaged' | 'another';
  readonly records: number;
  /** Records that the backup does not have. */
  readonly lost: number;
  /** Whole, and nothing in it that is not in the backup. */
  readonly isInBackup: boolean;
}

export async function comparePresent(dataDir: string, place: string, { manifest: { head }, firstHash }: VerifiedBackup): Promise<Present> {
  if (!existsSync(join(dataDir, 'journal'))) return { kind: 'none', records: 0, lost: 0, isInBackup: true };
  const { ok, records, head: presentHead, hashes } = await verifyJournal(dataDir, { hashesAt: [1, head.seq] });
  const first = hashes.get(1);
  const isOther = first !== undefined && firstHash !== null && first !== firstHash;
  if (isOther) return { kind: 'another', records, lost: records, isInBackup: false };
  if (!ok) return { kind: 'damaged', records, lost: hashes.get(head.seq) === head.hash ? records - head.seq : records, isInBackup: false };
  if (records <= head.seq) {
    const isPart = records === 0 || (await verifyJournal(place, { hashesAt: [records] })).hashes.get(records) === presentHead.hash;
    return { kind: isPart ? 'same' : 'diverged', records, lost: isPart ? 0 : records, isInBackup: isPart };
  }
  const goesOn = head.seq === 0 || hashes.get(head.seq) === head.hash;
  if (goesOn) return { kind: 'same', records, lost: records - head.seq, isInBackup: false };
  return { kind: 'diverged', records, lost: records, isInBackup: false };
}

const counted = (count: number, what: string) => `${count} ${count === 1 ? what : `${what}s`}`;

export function whatWouldGo({ kind, records, lost }: Present, { head, madeAt }: Manifest): string {
  const backup = `the backup of ${madeAt} ends with record ${head.seq}`;
  const open = 'What people decided since then is decided anew; who said stop or was erased since then stays so.';
  switch (kind) {
    case 'damaged':
      return `The journal that is there is damaged; ${counted(records, 'record')} of it can be read, and ${backup}. Everything behind that would be set aside. ${open}`;
    case 'another':
      return `The journal that is there began anew: none of its ${counted(records, 'record')} is in the backup, and nothing of it would be carried over, Do-Not-Contact entries neither.`;
    case 'diverged':
      return `The journal that is there and the backup of ${madeAt} went different ways; all of its ${counted(lost, 'record')} would be set aside. ${open}`;
    default:
      return `The journal that is there has ${counted(records, 'record')}; ${backup}. ${counted(lost, 'record')} would be set aside. ${open}`;
  }
}
