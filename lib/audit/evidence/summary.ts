import { ourRefusals } from '#lib/approvals/approval.ts';
import { nameInText, type Channel } from '#lib/channels/channel.ts';
import type { DomainEvent } from '#lib/store/event.ts';
import type { Recorded } from '#lib/store/recorded.ts';

/** What came of each draft in a pack, and who is on the Do-Not-Contact list, as far as its records say. Pure. */

export interface DraftSummary {
  readonly id: string;
  readonly seq: number;
  readonly channel: Channel;
  readonly recipient: string;
  /** The last approval in force: by whom (an actor), when (ms), of which content hash. */
  readonly approved: { readonly by: string; readonly at: number; readonly contentHash: string } | null;
  /** What became of it, in words, with the time it is from. */
  readonly outcome: string;
  readonly outcomeAt: number;
  /** Content hash of the last attempt to send; null when there was none. */
  readonly sentHash: string | null;
  /** It left, may have left or failed for good: what it then must be read again for does not change what became of it. */
  readonly isOut: boolean;
}

export interface DncSummary {
  readonly id: string;
  readonly what: string;
  readonly since: number;
  readonly reason: string;
  readonly removed: { readonly by: string; readonly at: number; readonly reason: string } | null;
}

type Known = Recorded<DomainEvent>;

export function summaryOf(events: readonly Known[]): { drafts: DraftSummary[]; dnc: DncSummary[] } {
  const drafts = new Map<string, DraftSummary>();
  const dnc = new Map<string, DncSummary>();
  for (const event of events) {
    const { id } = event.subject;
    if (event.subject.kind === 'approval') {
      const next = draftAfter(drafts.get(id) ?? null, event);
      if (next) drafts.set(id, next);
    }
    if (event.type === 'DncEntryAdded') dnc.set(id, { id, what: `${event.fields.kind === 'email' ? nameInText('email') : event.fields.kind} ${event.fields.value}${event.fields.channel === 'all' ? '' : ` (${nameInText(event.fields.channel)} only)`}`, since: event.at, reason: event.fields.reason, removed: null });
    const entry = event.type === 'DncEntryRemoved' ? dnc.get(id) : undefined;
    if (entry && event.type === 'DncEntryRemoved') dnc.set(id, { ...entry, removed: { by: event.actor, at: event.at, reason: event.reason } });
  }
  return { drafts: [...drafts.values()], dnc: [...dnc.values()] };
}

/** Null for events of a draft whose beginning is not in the pack. */
function draftAfter(draft: DraftSummary | null, event: Known): DraftSummary | null {
  if (event.type === 'DraftSubmitted') {
    const { channel, recipient } = event.content;
    return { id: event.subject.id, seq: event.seq, channel, recipient, approved: null, outcome: 'waits for a decision', outcomeAt: event.at, sentHash: null, isOut: false };
  }
  if (!draft) return null;
  const to = (outcome: string, more: Partial<DraftSummary> = {}): DraftSummary => ({ ...draft, isOut: false, ...more, outcome, outcomeAt: event.at });
  switch (event.type) {
    case 'DraftEdited':
      return to('edited, waits for a decision', { approved: null, channel: event.content.channel, recipient: event.content.recipient });
    case 'DraftApproved':
      return to('approved, not sent yet', { approved: { by: event.actor, at: event.at, contentHash: event.contentHash } });
    case 'DraftRejected':
      return to(`rejected: ${event.reason}`, { approved: null });
    case 'DecisionUndone':
      return to('decision taken back', { approved: null });
    case 'DraftWentStale':
      return draft.isOut ? draft : to('must be read again', { approved: null });
    case 'DraftExpired':
      return to('expired');
    case 'ApprovalBlocked':
      return to(`blocked: ${event.why}`);
    case 'ApprovalHeld':
      return to(`held: ${event.hold.why}`);
    case 'HoldLifted':
      return to('no longer held');
    case 'RetryHastened':
      return to('due again');
    case 'ApprovalCancelled':
      return to(`cancelled: ${event.reason}`);
    case 'DispatchStarted':
      return to(`attempt ${event.attempt} began; nothing says how it ended`, { sentHash: event.contentHash, isOut: true });
    case 'DispatchAccepted':
      return to(`sent (attempt ${event.attempt})`);
    case 'DispatchRefused':
      if (event.backToReview) return to(`refused for now (${event.code}), must be read again`, { approved: null });
      if (event.nextAttemptAt !== null && ourRefusals.has(event.code)) return to(`held back before it left (${event.code})`);
      return event.nextAttemptAt === null ? to(`failed for good (${event.code})`, { isOut: true }) : to(`refused for now (${event.code})`);
    case 'DispatchUncertain':
      return to('uncertain: nobody knows whether it was sent', { isOut: true });
    case 'UncertainProven':
      return to(`proven to be sent: ${event.evidence}`);
    case 'AttemptProven':
      return to(`attempt ${event.attempt} proven to be sent: ${event.evidence}`, { isOut: true });
    case 'UncertainResolved':
      return to({ was_sent: 'a person says that it was sent', send_again: 'a person says: send again', drop: 'a person says: drop it' }[event.as]);
    case 'DeadLetterRevived':
      return to('a dead letter taken up again', { approved: null });
    default:
      return draft;
  }
}
