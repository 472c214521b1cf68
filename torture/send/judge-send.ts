import type { JournalRecord } from '../checker/record.ts';
import type { Receipt } from './phases.ts';

/**
 * What the mail server took, against the journal as its document describes it. Shares no code with what sends. Each list names what is
 * wrong, in words.
 */
export interface Judged {
  /** Taken twice, and no person had said to send it again. */
  readonly duplicates: readonly string[];
  /** Taken, and no person's approval stood when its attempt was recorded, or there was no attempt. */
  readonly unapproved: readonly string[];
  /** Taken with other words, or by somebody else, than were approved. */
  readonly changed: readonly string[];
  /** Taken, or begun, after the person had said stop. */
  readonly afterOptOut: readonly string[];
  /** Recorded as sent and never taken, or approved and forgotten. */
  readonly lost: readonly string[];
  /** Taken, or nobody knows, and the journal has it as something a machine tries again. */
  readonly unparked: readonly string[];
}

/** A stop that was acknowledged; whoever was asked for the payload later must not have been given it. */
export interface Stop {
  readonly recipient: string;
  readonly at: number;
}

export interface Evidence {
  readonly records: readonly JournalRecord[];
  readonly receipts: readonly Receipt[];
  readonly stops: readonly Stop[];
  /** When the journal was read, after everything came to rest (ms since the epoch). */
  readonly readAt: number;
}

interface Attempt {
  readonly key: string;
  readonly seq: number;
  /** What stood when it was recorded. */
  readonly content: Content | null;
  readonly approvedBy: string | null;
  outcome: string | null;
}

interface Content {
  readonly recipient: string;
  readonly subject: string | null;
  readonly body: string;
}

interface Life {
  content: Content | null;
  approvedBy: string | null;
  status: string;
  dueAt: number;
  again: number;
  readonly attempts: Attempt[];
}

export function judgeSend(evidence: Evidence): Judged {
  const lives = livesOf(evidence.records);
  const attempts = new Map([...lives.values()].flatMap(({ attempts: all }) => all.map((each) => [each.key, each] as const)));
  const taken = new Map<string, Receipt[]>();
  for (const receipt of evidence.receipts) push(taken, keyOf(receipt), receipt);
  return {
    duplicates: duplicatesOf(lives, evidence.receipts), unapproved: evidence.receipts.flatMap((receipt) => unapprovedBy(receipt, attempts.get(keyOf(receipt)))),
    changed: evidence.receipts.flatMap((receipt) => changedIn(receipt, attempts.get(keyOf(receipt)))),
    afterOptOut: [...begunAfterStop(evidence.records, lives), ...takenAfterStop(evidence)],
    lost: lostOf(lives, taken, evidence.readAt), unparked: unparkedOf(lives, taken),
  };
}

const idOf = (record: JournalRecord) => record.subject.slice(record.subject.indexOf(':') + 1);
/** `<approval>.<attempt>@…` */
const keyOf = ({ messageId }: Receipt) => messageId.slice(0, messageId.indexOf('@'));
const approvalOf = (key: string) => key.slice(0, key.lastIndexOf('.'));

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const there = map.get(key);
  if (there) there.push(value);
  else map.set(key, [value]);
}

function livesOf(records: readonly JournalRecord[]): Map<string, Life> {
  const lives = new Map<string, Life>();
  for (const record of records) {
    if (!record.subject.startsWith('approval:') || record.event === null) continue;
    const life = lives.get(idOf(record)) ?? { content: null, approvedBy: null, status: 'pending', dueAt: 0, again: 0, attempts: [] };
    lives.set(idOf(record), life);
    live(life, record, record.event);
  }
  return lives;
}

function live(life: Life, { type, actor, seq }: JournalRecord, event: Readonly<Record<string, unknown>>): void {
  const last = life.attempts.at(-1);
  const pending = () => {
    life.approvedBy = null;
    life.status = 'pending';
  };
  switch (type) {
    case 'DraftSubmitted':
    case 'DraftEdited':
      life.content = event['content'] as Content;
      return pending();
    case 'DraftApproved':
      life.approvedBy = actor;
      life.status = 'approved';
      life.dueAt = Number(event['undoUntilMs']);
      return;
    case 'DecisionUndone':
    case 'DraftWentStale':
    case 'DeadLetterRevived':
      return pending();
    case 'ApprovalHeld':
      life.dueAt = Number((event['hold'] as { untilMs: number }).untilMs);
      return;
    case 'DispatchStarted':
      life.attempts.push({ key: String(event['idempotencyKey']), seq, content: life.content, approvedBy: life.approvedBy, outcome: null });
      life.status = 'sending';
      return;
    case 'DispatchAccepted':
    case 'UncertainProven':
      if (last) last.outcome = 'accepted';
      life.status = 'sent';
      return;
    case 'DispatchRefused':
      if (last) last.outcome = 'refused';
      life.status = event['nextAttemptAt'] === null ? 'dead_letter' : 'approved';
      life.dueAt = Number(event['nextAttemptAt'] ?? 0);
      return;
    case 'DispatchUncertain':
      if (last) last.outcome = 'unknown';
      life.status = 'uncertain';
      return;
    case 'UncertainResolved':
      life.status = event['as'] === 'was_sent' ? 'sent' : event['as'] === 'drop' ? 'cancelled' : 'approved';
      if (event['as'] === 'send_again') {
        life.again += 1;
        life.approvedBy = actor;
      }
      return;
    case 'ApprovalBlocked':
    case 'ApprovalCancelled':
    case 'DraftRejected':
    case 'DraftExpired':
      life.status = 'ended';
  }
}

function duplicatesOf(lives: ReadonlyMap<string, Life>, receipts: readonly Receipt[]): string[] {
  const counts = new Map<string, number>();
  for (const receipt of receipts) counts.set(approvalOf(keyOf(receipt)), (counts.get(approvalOf(keyOf(receipt))) ?? 0) + 1);
  return [...counts].filter(([id, count]) => count > 1 + (lives.get(id)?.again ?? 0)).map(([id, count]) => `${id} was taken ${count} times`);
}

function unapprovedBy(receipt: Receipt, attempt: Attempt | undefined): string[] {
  if (!attempt) return [`${receipt.messageId} was taken, and the journal has no attempt of it`];
  return attempt.approvedBy?.startsWith('person:') ? [] : [`${attempt.key} was taken, and no person's approval stood (${String(attempt.approvedBy)})`];
}

function changedIn(receipt: Receipt, attempt: Attempt | undefined): string[] {
  const content = attempt?.content;
  if (!content) return [];
  const same = content.recipient.toLowerCase() === receipt.to && (content.subject ?? '') === receipt.subject && content.body.trimEnd() === receipt.body;
  return same ? [] : [`${attempt.key} was taken by ${receipt.to} as “${receipt.body.slice(0, 60)}” instead of by ${content.recipient} as “${content.body.slice(0, 60)}”`];
}

/** In the order of the chain: an attempt behind the entry that forbids it. */
function begunAfterStop(records: readonly JournalRecord[], lives: ReadonlyMap<string, Life>): string[] {
  const stopped = new Map<string, number>();
  for (const { type, event, seq } of records) {
    const fields = event?.['fields'] as { kind?: string; value?: string } | undefined;
    if (type === 'DncEntryAdded' && fields?.kind === 'email' && fields.value !== undefined && !stopped.has(fields.value)) stopped.set(fields.value, seq);
  }
  return [...lives.values()].flatMap(({ attempts }) => attempts.filter(({ content, seq }) => content && (stopped.get(content.recipient) ?? Infinity) < seq).map(({ key }) => `${key} was begun after its recipient was on the list`));
}

/** By the clock of the machine: the server asked for the payload after the stop had been acknowledged, and got it. */
function takenAfterStop({ receipts, stops }: Evidence): string[] {
  const at = new Map(stops.map((stop) => [stop.recipient, stop.at]));
  return receipts.filter(({ to, goAheadAt }) => (at.get(to) ?? Infinity) < goAheadAt).map(({ messageId }) => `${messageId} was handed over after its recipient had said stop`);
}

function lostOf(lives: ReadonlyMap<string, Life>, taken: ReadonlyMap<string, Receipt[]>, readAt: number): string[] {
  return [...lives].flatMap(([id, { status, attempts, dueAt }]) => {
    const ghosts = attempts.filter(({ key, outcome }) => outcome === 'accepted' && !taken.has(key)).map(({ key }) => `${key} was recorded as sent, and nobody took it`);
    const forgotten = status === 'sending' || (status === 'approved' && dueAt < readAt) ? [`${id} is left ${status}, and nothing more is done about it`] : [];
    return [...ghosts, ...forgotten];
  });
}

function unparkedOf(lives: ReadonlyMap<string, Life>, taken: ReadonlyMap<string, Receipt[]>): string[] {
  return [...lives.values()].flatMap(({ attempts, status }) =>
    attempts.filter(({ key, outcome }) => taken.has(key) && (outcome === 'refused' || outcome === null) && status !== 'sending').map(({ key, outcome }) => `${key} was taken, and the journal says ${outcome ?? 'nothing'}`),
  );
}
