import type { JournalRecord } from '../checker/record.ts';

/** What the journal, read by its document, says of every approval. Shares no code with what wrote it. */

export interface Content {
  readonly channel: string;
  readonly recipient: string;
  readonly subject: string | null;
  readonly body: string;
}

/** One attempt, with what stood when it was recorded. */
export interface Attempt {
  readonly key: string;
  readonly seq: number;
  readonly content: Content | null;
  readonly leadId: string;
  readonly status: string;
  readonly approvedBy: string | null;
  /** Whether it was begun with the hash that was approved. */
  readonly sameHash: boolean;
  outcome: string | null;
  /** What is said to speak for its outcome, and where the outcome stands. */
  evidence: string;
  endSeq: number;
}

export interface Life {
  content: Content | null;
  leadId: string;
  approvedBy: string | null;
  approvedHash: unknown;
  /** Whether a person ever approved it. */
  wasApproved: boolean;
  status: string;
  dueAt: number;
  /** How often a person said to send it again. */
  again: number;
  readonly attempts: Attempt[];
}

export function livesOf(records: readonly JournalRecord[]): Map<string, Life> {
  const lives = new Map<string, Life>();
  for (const record of records) {
    if (!record.subject.startsWith('approval:') || record.event === null) continue;
    const id = record.subject.slice(record.subject.indexOf(':') + 1);
    const life = lives.get(id) ?? { content: null, leadId: '', approvedBy: null, approvedHash: null, wasApproved: false, status: 'pending', dueAt: 0, again: 0, attempts: [] };
    lives.set(id, life);
    live(life, record, record.event);
  }
  return lives;
}

/** Somebody is on the Do-Not-Contact list, between two places of the chain. */
export interface Listed {
  /** An e-mail address or a lead. */
  readonly value: string;
  readonly channel: string;
  readonly from: number;
  until: number;
}

export function listedIn(records: readonly JournalRecord[]): readonly Listed[] {
  const entries = new Map<string, Listed>();
  for (const { type, event, seq, subject } of records) {
    const fields = event?.['fields'] as { kind?: string; value?: string; channel?: string } | undefined;
    if (type === 'DncEntryAdded' && (fields?.kind === 'email' || fields?.kind === 'lead')) entries.set(subject, { value: String(fields.value), channel: fields.channel ?? 'all', from: seq, until: Infinity });
    const there = entries.get(subject);
    if (type === 'DncEntryRemoved' && there) there.until = seq;
  }
  return [...entries.values()];
}

export function forbids({ value, channel }: Listed, { content, leadId }: Attempt): boolean {
  return content !== null && (value === content.recipient || value === leadId) && (channel === 'all' || channel === content.channel);
}

function live(life: Life, { type, actor, seq }: JournalRecord, event: Readonly<Record<string, unknown>>): void {
  switch (type) {
    case 'DraftSubmitted':
      life.leadId = String(event['leadId']);
      life.content = event['content'] as Content;
      return;
    case 'DraftEdited':
      life.content = event['content'] as Content;
      return toReview(life);
    case 'DraftApproved':
      life.approvedHash = event['contentHash'];
      return approve(life, actor, Number(event['undoUntilMs']));
    case 'DraftWentStale':
      // On its way it stays where it is; without another decision it must not begin again, wherever it is.
      life.approvedBy = null;
      if (life.status === 'pending' || life.status === 'approved') life.status = 'pending';
      return;
    case 'DecisionUndone':
    case 'DeadLetterRevived':
      return toReview(life);
    case 'ApprovalHeld':
      life.dueAt = Number((event['hold'] as { untilMs: number }).untilMs);
      return;
    case 'RetryHastened':
      life.dueAt = Number(event['nextAttemptAt']);
      return;
    case 'DispatchStarted':
      life.attempts.push({
        key: String(event['idempotencyKey']), seq, content: life.content, leadId: life.leadId, status: life.status, approvedBy: life.approvedBy,
        sameHash: event['contentHash'] === life.approvedHash, outcome: null, evidence: '', endSeq: Infinity,
      });
      life.status = 'sending';
      return;
    case 'DispatchAccepted':
    case 'UncertainProven':
      return end(life, 'accepted', 'sent', seq, event);
    case 'AttemptProven':
      // What a person wants sent again must not begin unread, wherever it is.
      life.approvedBy = null;
      return settle(life.attempts[Number(event['attempt']) - 1], 'accepted', seq, event);
    case 'DispatchRefused':
      life.dueAt = Number(event['nextAttemptAt'] ?? 0);
      return end(life, 'refused', event['backToReview'] === true ? 'pending' : event['nextAttemptAt'] === null ? 'dead_letter' : 'approved', seq, event);
    case 'DispatchUncertain':
      return end(life, 'unknown', 'uncertain', seq, event);
    case 'UncertainResolved':
      if (event['as'] !== 'send_again') return void (life.status = event['as'] === 'was_sent' ? 'sent' : 'ended');
      life.again += 1;
      if (life.approvedBy === null) return toReview(life);
      return approve(life, actor, Number(event['undoUntilMs'] ?? 0));
    case 'ApprovalBlocked':
    case 'ApprovalCancelled':
    case 'DraftRejected':
    case 'DraftExpired':
      life.approvedBy = null;
      life.status = 'ended';
  }
}

function toReview(life: Life): void {
  life.approvedBy = null;
  life.status = 'pending';
}

function approve(life: Life, actor: string, dueAt: number): void {
  life.approvedBy = actor;
  life.wasApproved ||= actor.startsWith('person:');
  life.status = 'approved';
  life.dueAt = dueAt;
}

function end(life: Life, outcome: string, status: string, seq: number, event: Readonly<Record<string, unknown>>): void {
  life.status = status;
  settle(life.attempts.at(-1), outcome, seq, event);
}

function settle(attempt: Attempt | undefined, outcome: string, seq: number, event: Readonly<Record<string, unknown>>): void {
  if (!attempt) return;
  attempt.endSeq = Math.min(attempt.endSeq, seq);
  attempt.outcome = outcome;
  attempt.evidence = String(event['evidence'] ?? '');
}
