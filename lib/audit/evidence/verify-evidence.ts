import { createPublicKey, type KeyObject } from 'node:crypto';
import { readRecord, type JournalRecord } from '#lib/store/journal/record.ts';
import { isSignedBy, keyIdOf, readHeadLine } from '../head-line.ts';
import { rootOf } from './merkle.ts';
import { isPackSigned, packSchema, type Pack } from './pack.ts';
import { packIn, renderPack } from './render.ts';

export interface EvidenceVerdict {
  readonly ok: boolean;
  readonly records: number;
  /** Which key vouches; whose it is must be known from elsewhere. */
  readonly keyId: string | null;
  readonly problems: readonly string[];
}

/** Checks an evidence pack with nothing else at hand: every record, its way to the root, the signature, and every byte of the page. Pure. */
export function verifyEvidence(page: string): EvidenceVerdict {
  const pack = readPack(page);
  if (typeof pack === 'string') return { ok: false, records: 0, keyId: null, problems: [pack] };
  const key = keyOf(pack);
  if (!key) return { ok: false, records: 0, keyId: null, problems: ['The public key in it is no Ed25519 key.'] };
  const problems = [
    ...(isPackSigned(pack, key) ? [] : ['The signature does not hold: the proofs were not made with this key.']),
    ...recordProblems(pack), ...headProblems(pack, key),
  ];
  if (problems.length === 0 && renderPack(pack) !== page) problems.push('The page does not show what the records in it say.');
  return { ok: problems.length === 0, records: pack.records.length, keyId: keyIdOf(key), problems };
}

function readPack(page: string): Pack | string {
  try {
    const parsed = packSchema.safeParse(packIn(page));
    return parsed.success ? parsed.data : 'This is not an evidence pack.';
  } catch (error) {
    if (error instanceof SyntaxError) return 'The data in it cannot be read: it was changed.';
    throw error;
  }
}

function keyOf({ publicKey }: Pack): KeyObject | null {
  try {
    const key = createPublicKey(publicKey);
    return key.asymmetricKeyType === 'ed25519' && key.export({ type: 'spki', format: 'pem' }) === publicKey ? key : null;
  } catch {
    // Whatever stands there is no key: that is the verdict.
    return null;
  }
}

function recordProblems({ records, journal, about }: Pack): string[] {
  const problems: string[] = [];
  let before: JournalRecord | null = null;
  for (const [i, { line, path }] of records.entries()) {
    const record = readRecord(line);
    if (!record) problems.push(`Record number ${i + 1} of the pack is not as it was written.`);
    else if (rootOf(record.hash, record.seq - 1, journal.size, path) !== journal.root) problems.push(`Record ${record.seq} does not belong to this journal at this place.`);
    else if (before && record.seq <= before.seq) problems.push(`Record ${record.seq} does not come after record ${before.seq}.`);
    else if (before && record.prev !== before.hash && record.seq === before.seq + 1) problems.push(`Record ${record.seq} does not follow record ${before.seq}.`);
    before = record ?? before;
  }
  if (about.leadId === null) problems.push(...gaps(records.flatMap(({ line }) => readRecord(line) ?? []), about));
  return problems;
}

/** A range of time leaves nothing out; who acts in it may stand before it. */
function gaps(records: readonly JournalRecord[], { from, to }: Pack['about']): string[] {
  const inside = records.filter(({ at }) => (from === null || at >= Date.parse(from)) && (to === null || at <= Date.parse(to)));
  return inside.flatMap((record, i) => (i > 0 && record.seq !== inside[i - 1]!.seq + 1 ? [`Between record ${inside[i - 1]!.seq} and ${record.seq} something is left out.`] : []));
}

function headProblems({ heads, journal }: Pack, key: KeyObject): string[] {
  return heads.flatMap(({ line, path }) => {
    const head = readHeadLine(line);
    if (!head || !isSignedBy(head, key)) return ['A head in it was not signed with this key.'];
    if (head.journal !== journal.first) return ['A head in it belongs to another journal.'];
    return rootOf(head.hash, head.seq - 1, journal.size, path) === journal.root ? [] : [`The head at record ${head.seq} does not belong to this journal.`];
  });
}
