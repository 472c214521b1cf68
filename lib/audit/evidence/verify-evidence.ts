import { createPublicKey, type KeyObject } from 'node:crypto';
import { contentHash } from '#lib/approvals/content.ts';
import { eventOf, readRecord, type JournalRecord } from '#lib/store/journal/record.ts';
import { examineHeads } from '../examine-heads.ts';
import { fingerprintOf, headLine, isSignedBy, keyFrom, keyIdOf, readHeadLine, type SignedHead } from '../head-line.ts';
import { goesOnFrom, rootOf } from '../merkle.ts';
import { isPackSigned, packSchema, type Pack } from './pack.ts';
import { isAsSigned, packIn, renderPack } from './render.ts';

export interface EvidenceVerdict {
  readonly ok: boolean;
  readonly records: number;
  /** All but the page holds: the records stand in the journal exactly so. */
  readonly recordsHold: boolean;
  /** The signed head that the records belong to. */
  readonly head: string | null;
  /** Which key vouches; whose it is must be known from elsewhere. */
  readonly keyId: string | null;
  readonly fingerprint: string | null;
  /** Heads signed earlier that the journal is shown to go on from. */
  readonly earlierHeads: number;
  /** Is the page what this version makes of the records, or is it, as it was signed, in the words of another; null when it proves nothing. */
  readonly words: 'ours' | 'others' | null;
  readonly problems: readonly string[];
}

/** What somebody knows from elsewhere, when they do. */
export interface Known {
  /** A line that they kept. */
  readonly head?: SignedHead | undefined;
  readonly key?: KeyObject | undefined;
}

/** Checks an evidence pack with nothing else at hand: every record, its way to the signed root, the signatures, and every byte of the page. Pure. */
export function verifyEvidence(file: Uint8Array, known: Known = {}): EvidenceVerdict {
  const nothing = { ok: false, records: 0, recordsHold: false, head: null, keyId: null, fingerprint: null, earlierHeads: 0, words: null };
  const read = readPage(file);
  if (typeof read === 'string') return { ...nothing, problems: [read] };
  const { pack, page } = read;
  const key = keyOf(pack);
  const head = readHeadLine(pack.head);
  if (!key) return { ...nothing, problems: ['The public key in it is no Ed25519 key.'] };
  if (!head || headLine(head) !== pack.head || !examineHeads([...pack.keys, pack.head], key).heads.some((each) => headLine(each) === pack.head)) return { ...nothing, keyId: keyIdOf(key), problems: ['Its head was not signed with the key in it.'] };
  const problems = [
    ...(isPackSigned(pack, key) ? [] : ['The signature does not hold: it was changed after it was signed, or signed with another key.']),
    ...recordProblems(pack, head), ...headProblems(pack, head, key), ...knownProblems(pack, known, key),
  ];
  const recordsHold = problems.length === 0;
  const words = recordsHold ? wordsOf(page, pack) : null;
  if (recordsHold && words === null) problems.push(pack.format === 're-evidence-1' ? otherwiseWorded : 'The page is neither what the records in it say nor as it was signed.');
  return { ok: problems.length === 0, records: pack.records.length, recordsHold, head: pack.head, keyId: keyIdOf(key), fingerprint: fingerprintOf(key), earlierHeads: pack.heads.length, words, problems };
}

/** Packs of the first kind say nothing of their page. */
const otherwiseWorded = 'The page is not what this version makes of the records in it. It was worded by an earlier one, or changed: packs of this kind do not tell which.';

function wordsOf(page: string, pack: Pack): EvidenceVerdict['words'] {
  if (worded(pack) === page) return 'ours';
  return isAsSigned(page, pack) ? 'others' : null;
}

/** Null when records in it say what this version has no words for: a later one wrote them. */
function worded(pack: Pack): string | null {
  try {
    return renderPack(pack);
  } catch {
    return null;
  }
}

/** The page that this version makes of the records of a pack; null when the file is none, or its records say what this version has no words for. What they prove is for `verifyEvidence` to say. */
export function inOurWords(file: Uint8Array): string | null {
  const read = readPage(file);
  return typeof read === 'string' ? null : worded(read.pack);
}

function readPage(file: Uint8Array): { readonly pack: Pack; readonly page: string } | string {
  try {
    const page = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file);
    const parsed = packSchema.safeParse(packIn(page));
    return parsed.success ? { pack: parsed.data, page } : 'This is not an evidence pack.';
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return 'The data in it cannot be read: it was changed.';
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

function recordProblems({ records, about }: Pack, head: SignedHead): string[] {
  const problems: string[] = [];
  const whole: JournalRecord[] = [];
  for (const [i, { line, path }] of records.entries()) {
    const record = readRecord(line);
    const before = whole.at(-1);
    if (!record) problems.push(`Record number ${i + 1} of the pack is not as it was written.`);
    else if (rootOf(record.hash, record.seq - 1, head.seq, path) !== head.root) problems.push(`Record ${record.seq} does not belong to this journal at this place.`);
    else if (before && record.seq <= before.seq) problems.push(`Record ${record.seq} does not come after record ${before.seq}.`);
    else if (before && record.prev !== before.hash && record.seq === before.seq + 1) problems.push(`Record ${record.seq} does not follow record ${before.seq}.`);
    else if (!saysItsOwnHash(record)) problems.push(`The content hash in record ${record.seq} is not that of its text.`);
    if (record) whole.push(record);
  }
  return about.leadId === null ? [...problems, ...gaps(whole, about, head)] : problems;
}

/** What a person approves is named by its content hash: it must be that of the text which is shown for it. */
function saysItsOwnHash(record: JournalRecord): boolean {
  if (record.data === '') return true;
  try {
    const event = eventOf(record);
    return (event.type !== 'DraftSubmitted' && event.type !== 'DraftEdited') || contentHash(event.content) === event.contentHash;
  } catch {
    // Nothing of ours: whoever signed it wrote it by hand.
    return false;
  }
}

/** A range of time leaves nothing out: the records right before and behind it are there. Who acts in it may stand earlier. */
function gaps(records: readonly JournalRecord[], { from, to }: Pack['about'], head: SignedHead): string[] {
  const [fromMs, toMs] = [from === null ? -Infinity : Date.parse(from), to === null ? Infinity : Date.parse(to)];
  const inside = records.filter(({ at }) => at >= fromMs && at <= toMs);
  const [first, last] = [inside.at(0), inside.at(-1)];
  if (!first || !last) return ['There is no record of that time in it.'];
  const has = (seq: number, fits: (at: number) => boolean) => records.some((each) => each.seq === seq && fits(each.at));
  return [
    ...inside.flatMap((record, i) => (i > 0 && record.seq !== inside[i - 1]!.seq + 1 ? [`Between record ${inside[i - 1]!.seq} and ${record.seq} something is left out.`] : [])),
    ...(first.seq === 1 || has(first.seq - 1, (at) => at < fromMs) ? [] : [`What comes before record ${first.seq} is left out.`]),
    ...(last.seq === head.seq || has(last.seq + 1, (at) => at > toMs) ? [] : [`What comes after record ${last.seq} is left out.`]),
  ];
}

function headProblems({ heads, keys }: Pack, head: SignedHead, key: KeyObject): string[] {
  const chain = examineHeads(keys, key);
  const signers = [key, ...chain.heads.flatMap((each) => (each.kind === 're-key-1' ? [keyFrom(each.oldKey)] : []))];
  const linked = chain.broken.length === 0 && chain.heads.length === keys.length ? [] : ['The changes of keys in it do not lead to its key.'];
  return [...linked, ...heads.flatMap(({ line, path, consistency }) => {
    const each = readHeadLine(line);
    if (!each || headLine(each) !== line || !signers.some((signer) => isSignedBy(each, signer))) return ['A head in it was not signed with this key, nor with one that it replaced.'];
    if (each.journal !== head.journal) return ['A head in it belongs to another journal.'];
    const holds = rootOf(each.hash, each.seq - 1, head.seq, path) === head.root && goesOnFrom({ size: each.seq, root: each.root }, { size: head.seq, root: head.root }, consistency);
    return holds ? [] : [`The journal does not go on from the head at record ${each.seq}.`];
  })];
}

function knownProblems(pack: Pack, { head, key: theirs }: Known, key: KeyObject): string[] {
  const problems: string[] = [];
  if (head && ![pack.head, ...pack.heads.map(({ line }) => line)].includes(headLine(head))) problems.push(`It says nothing of the head you kept (record ${head.seq}). Ask for one made with: audit export --head "…"`);
  const vouchedFor = theirs && (theirs.equals(key) || examineHeads(pack.keys, key).heads.some((each) => each.kind === 're-key-1' && keyFrom(each.oldKey).equals(theirs)));
  if (vouchedFor === false) problems.push('It was not signed with the key you know, nor with one that replaced it.');
  return problems;
}
