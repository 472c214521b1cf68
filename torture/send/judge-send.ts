import type { JournalRecord } from '../checker/record.ts';
import { forbids, listedIn, livesOf, type Attempt, type Life } from './lives.ts';
import type { Receipt } from './phases.ts';

/**
 * What the mail server took, against the journal as its document describes it. Shares no code with what sends. Each list names what is
 * wrong, in words.
 */
export interface Judged {
  /** Taken twice, and no person had said to send it again. */
  readonly duplicates: readonly string[];
  /** Begun when no person's approval stood, or taken without an attempt. */
  readonly unapproved: readonly string[];
  /** Taken with other words, or by somebody else, than were approved; or begun with another hash. */
  readonly changed: readonly string[];
  /** Taken, or begun, after the person had said stop. */
  readonly afterOptOut: readonly string[];
  /** Recorded as sent and never taken, approved and forgotten, or said to be approved and not in the journal. */
  readonly lost: readonly string[];
  /** Taken, or nobody knows, and the journal has it as something a machine tries again, or a machine did, or nothing speaks for it. */
  readonly unparked: readonly string[];
}

/** A stop that was acknowledged; whoever was asked for the payload later must not have been given it. */
export interface Stop {
  readonly recipient: string;
  readonly at: number;
}

/** What people were told. */
export interface Heard {
  readonly stops: readonly Stop[];
  /** Approvals that are approved. */
  readonly acknowledged: readonly string[];
}

export interface Evidence extends Heard {
  readonly records: readonly JournalRecord[];
  readonly receipts: readonly Receipt[];
  /** When the journal was read, after everything came to rest (ms since the epoch). */
  readonly readAt: number;
}

type Lives = ReadonlyMap<string, Life>;
type Taken = ReadonlyMap<string, readonly Receipt[]>;

export function judgeSend({ records, receipts, stops, acknowledged, readAt }: Evidence): Judged {
  const lives = livesOf(records);
  const attempts = attemptsOf(lives);
  const byKey = new Map(attempts.map((each) => [each.key, each]));
  const taken = takenByKey(receipts);
  return {
    duplicates: duplicatesOf(lives, receipts),
    unapproved: [...attempts.flatMap(withoutApproval), ...receipts.filter((receipt) => !byKey.has(keyOf(receipt))).map(({ messageId }) => `${messageId} was taken, and the journal has no attempt of it`)],
    changed: [...attempts.filter(({ sameHash }) => !sameHash).map(({ key }) => `${key} was begun with another hash than was approved`), ...receipts.flatMap((receipt) => changedIn(receipt, byKey.get(keyOf(receipt))))],
    afterOptOut: [...begunAfterStop(records, attempts), ...takenAfterStop(receipts, stops)],
    lost: [...lostOf(lives, taken, readAt), ...acknowledged.filter((id) => !lives.get(id)?.wasApproved).map((id) => `${id} was said to be approved, and the journal does not know`)],
    unparked: [...lives.values()].flatMap((life) => unparkedIn(life, taken)),
  };
}

/** Taken, and the stop was recorded while it was under way: nothing is wrong with these, and they are counted apart. */
export function onTheirWay({ records, receipts }: Pick<Evidence, 'records' | 'receipts'>): readonly string[] {
  const [listed, taken] = [listedIn(records), takenByKey(receipts)];
  const meanwhile = (attempt: Attempt) => listed.some((entry) => forbids(entry, attempt) && attempt.seq < entry.from && entry.from < attempt.endSeq);
  return attemptsOf(livesOf(records)).filter((attempt) => taken.has(attempt.key) && meanwhile(attempt)).map(({ key }) => key);
}

/** `<approval>.<attempt>@…` */
const keyOf = ({ messageId }: Receipt) => messageId.slice(0, messageId.indexOf('@'));
const approvalOf = (key: string) => key.slice(0, key.lastIndexOf('.'));
const attemptsOf = (lives: Lives) => [...lives.values()].flatMap(({ attempts }) => attempts);

function takenByKey(receipts: readonly Receipt[]): Taken {
  return Map.groupBy(receipts, keyOf);
}

function duplicatesOf(lives: Lives, receipts: readonly Receipt[]): string[] {
  const counts = [...Map.groupBy(receipts, (receipt) => approvalOf(keyOf(receipt)))].map(([id, all]) => [id, all.length] as const);
  return counts.filter(([id, count]) => count > 1 + (lives.get(id)?.again ?? 0)).map(([id, count]) => `${id} was taken ${count} times`);
}

function withoutApproval({ key, status, approvedBy }: Attempt): string[] {
  if (!approvedBy?.startsWith('person:')) return [`${key} was begun, and no person's approval stood (${String(approvedBy)})`];
  return status === 'approved' ? [] : [`${key} was begun while it was ${status}`];
}

function changedIn(receipt: Receipt, attempt: Attempt | undefined): string[] {
  const content = attempt?.content;
  if (!content) return [];
  const same = content.recipient.toLowerCase() === receipt.to && (content.subject ?? '') === receipt.subject && content.body.trimEnd() === receipt.body;
  return same ? [] : [`${attempt.key} was taken by ${receipt.to} as “${receipt.body.slice(0, 60)}” instead of by ${content.recipient} as “${content.body.slice(0, 60)}”`];
}

/** In the order of the chain: an attempt behind the entry that forbids it. */
function begunAfterStop(records: readonly JournalRecord[], attempts: readonly Attempt[]): string[] {
  const listed = listedIn(records);
  return attempts.filter((attempt) => listed.some((entry) => forbids(entry, attempt) && entry.from < attempt.seq && attempt.seq < entry.until)).map(({ key }) => `${key} was begun after its recipient was on the list`);
}

/** By the clock of the machine: the server asked for the payload after the stop had been acknowledged, and got it. */
function takenAfterStop(receipts: readonly Receipt[], stops: readonly Stop[]): string[] {
  const at = new Map(stops.map((stop) => [stop.recipient, stop.at]));
  return receipts.filter(({ to, goAheadAt }) => (at.get(to) ?? Infinity) < goAheadAt).map(({ messageId }) => `${messageId} was handed over after its recipient had said stop`);
}

function lostOf(lives: Lives, taken: Taken, readAt: number): string[] {
  return [...lives].flatMap(([id, { status, attempts, dueAt }]) => {
    const ghosts = attempts.filter(({ key, outcome }) => outcome === 'accepted' && !taken.has(key)).map(({ key }) => `${key} was recorded as sent, and nobody took it`);
    const forgotten = status === 'sending' || (status === 'approved' && dueAt < readAt) ? [`${id} is left ${status}, and nothing more is done about it`] : [];
    return [...ghosts, ...forgotten];
  });
}

function unparkedIn({ attempts, status }: Life, taken: Taken): string[] {
  return attempts.flatMap(({ key, outcome, evidence, status: before }) => {
    if (before === 'uncertain') return [`${key} was begun by a machine, and nobody knew what became of the one before it`];
    if (outcome === 'unknown' && evidence.trim() === '') return [`${key} is uncertain, and nothing says why`];
    return taken.has(key) && (outcome === 'refused' || outcome === null) && status !== 'sending' ? [`${key} was taken, and the journal says ${outcome ?? 'nothing'}`] : [];
  });
}
