import type { Actor, ActorRef } from '#lib/accounts/actor.ts';
import type { Warning } from '#lib/review/warning.ts';
import type { Content } from './content.ts';

/**
 * One approval from draft to end: its states, its events and its commands. `decide.ts` says what a command comes to,
 * `evolve.ts` what an event means; no other file knows the state machine.
 */

export type Temperature = 'hot' | 'warm' | 'cold' | 'unknown';

/** Where a draft came from. */
export type Origin =
  | { readonly kind: 'reply'; readonly template: string; readonly messageId: string }
  | { readonly kind: 'person'; readonly by: ActorRef }
  | { readonly kind: 'assistant'; readonly by: ActorRef };

export type StaleReason =
  | { readonly kind: 'new_inbound'; readonly messageId: string }
  | { readonly kind: 'lead_stage_changed' }
  | { readonly kind: 'lead_address_changed' }
  | { readonly kind: 'dnc_changed' }
  /** Through the console (an approval) or past it (a message found in the Sent folder). */
  | { readonly kind: 'teammate_sent'; readonly approvalId: string | null; readonly messageId?: string }
  /** Nobody knows yet whether that approval was sent to the same lead. */
  | { readonly kind: 'maybe_sent'; readonly approvalId: string }
  /** A report or a copy that came later shows that an earlier attempt of this very message went out. */
  | { readonly kind: 'arrived_before'; readonly attempt: number }
  | { readonly kind: 'too_old'; readonly limitHours: number }
  /** It was to go out at an instant (ms since the epoch), and could not. */
  | { readonly kind: 'schedule_missed'; readonly sendAt: number }
  /** A rule that a person can satisfy by changing the draft or the lead. */
  | { readonly kind: 'policy'; readonly rule: string; readonly why: string };

/** Why a pending draft is in front of a person (again). */
export type ReviewReason =
  | { readonly kind: 'new' }
  | { readonly kind: 'edited'; readonly by: ActorRef }
  | { readonly kind: 'undone'; readonly by: ActorRef }
  | { readonly kind: 'stale'; readonly because: StaleReason }
  | { readonly kind: 'dead_letter_revived'; readonly by: ActorRef };

/** A rule that keeps an approved draft waiting until an instant; shown to people, lifted by time, or when the policy it comes from changes. */
export interface Hold {
  readonly rule: string;
  readonly why: string;
  readonly untilMs: number;
}

export type Outcome =
  | { readonly kind: 'accepted'; readonly providerId: string; readonly evidence: string }
  | {
      readonly kind: 'refused';
      readonly transient: boolean;
      readonly code: string;
      readonly evidence: string;
      readonly retryAfterMs?: number;
      /** It speaks of how we asked, or is our own: it tells nothing of whom the message is for. */
      readonly ours?: true;
      /** The channel says that nobody can be reached there, for good. */
      readonly nobodyThere?: true;
      /** Whoever is there wants nothing more from us, as their channel says: a wish, as if they had said stop. */
      readonly unwanted?: true;
    }
  | { readonly kind: 'unknown'; readonly evidence: string };

/** What is on its way, or may be, or could be tried again or taken back, can grow stale too: it keeps its status, and goes nowhere again before a person has read it. */
interface MayBeStale {
  /** Null as long as nothing about the lead changed since the decision. */
  readonly staleBecause: StaleReason | null;
}

/** One dispatch. A retry is a new attempt, never a re-coloured old one. */
export interface Attempt {
  /** Counts from 1 over the whole life of the approval. */
  readonly number: number;
  /** `<approval id>.<number>`; channels derive their own identifiers from it. */
  readonly idempotencyKey: string;
  readonly worker: string;
  readonly startedAt: number;
  readonly leaseUntilMs: number;
  /** Whence and where it went; a later edit may send the next one elsewhere. */
  readonly channel: Content['channel'];
  readonly sender: string;
  readonly recipient: string;
  readonly outcome: Outcome | null;
  readonly endedAt: number | null;
  /** When it was to be tried again after this one was refused; null when it was not, or not by itself. */
  readonly nextAttemptAt: number | null;
}

/** A person's decision, bound to what they saw. */
export interface Decision {
  readonly by: ActorRef;
  readonly at: number;
  readonly contentHash: string;
}

/** Words that stood in front of the reviewer as worth a look, and were approved. */
export type ApprovedOver = Pick<Warning, 'kind' | 'words'>;

export interface Base extends Content {
  readonly id: string;
  /** Grows by one with every event; what a writer saw, for optimistic concurrency. */
  readonly version: number;
  readonly contentHash: string;
  readonly leadId: string;
  readonly conversationId: string | null;
  /** The inbound message this answers, for threading. */
  readonly inReplyTo: string | null;
  readonly origin: Origin;
  readonly temperature: Temperature;
  /** True once a person has changed the text: a machine never replaces it again. */
  readonly editedByPerson: boolean;
  /** The text as first drafted, for the diff. */
  readonly firstBody: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When a reviewer should have seen it (ms since the epoch). */
  readonly dueAt: number;
  readonly attempts: readonly Attempt[];
}

export interface Pending extends Base {
  readonly status: 'pending';
  readonly reason: ReviewReason;
}
export interface Approved extends Base {
  readonly status: 'approved';
  readonly decision: Decision;
  /** The undo window ends here; no claim before it. */
  readonly undoUntilMs: number;
  /** No claim before this instant: the undo window, the time it is scheduled for, a hold, or a retry's delay, whichever is latest. */
  readonly notBefore: number;
  readonly hold: Hold | null;
  /** When the person wants it to go out (ms since the epoch); null when at once. */
  readonly sendAt: number | null;
  /** When set, this is a retry of a refused attempt. */
  readonly nextAttemptAt: number | null;
}
export interface Sending extends Base, MayBeStale {
  readonly status: 'sending';
  readonly decision: Decision;
  readonly sendAt: number | null;
}
export interface Sent extends Base {
  readonly status: 'sent';
  readonly decision: Decision;
  readonly sentAt: number;
  /** Null when a person said it was sent. */
  readonly providerId: string | null;
  readonly confirmedBy: ActorRef | null;
}
export interface Uncertain extends Base, MayBeStale {
  readonly status: 'uncertain';
  readonly decision: Decision;
  readonly evidence: string;
}
export interface DeadLetter extends Base, MayBeStale {
  readonly status: 'dead_letter';
  readonly decision: Decision;
  readonly code: string;
  readonly evidence: string;
}
export interface Blocked extends Base {
  readonly status: 'blocked';
  readonly rule: string;
  readonly why: string;
}
export interface Rejected extends Base, MayBeStale {
  readonly status: 'rejected';
  readonly by: ActorRef;
  readonly rejectReason: string;
}
export interface Expired extends Base {
  readonly status: 'expired';
}
export interface Cancelled extends Base {
  readonly status: 'cancelled';
  readonly by: ActorRef;
  readonly cancelReason: string;
}

export type Approval = Pending | Approved | Sending | Sent | Uncertain | DeadLetter | Blocked | Rejected | Expired | Cancelled;
export type Status = Approval['status'];
export const statuses = [
  'pending', 'approved', 'sending', 'sent', 'uncertain', 'dead_letter', 'blocked', 'rejected', 'expired', 'cancelled',
] as const satisfies readonly Status[];

export type ApprovalEvent =
  | {
      readonly type: 'DraftSubmitted';
      readonly content: Content;
      readonly contentHash: string;
      readonly leadId: string;
      readonly conversationId: string | null;
      readonly inReplyTo: string | null;
      readonly origin: Origin;
      readonly temperature: Temperature;
      readonly dueAt: number;
    }
  | { readonly type: 'DraftEdited'; readonly content: Content; readonly contentHash: string; readonly byPerson: boolean }
  | { readonly type: 'DraftApproved'; readonly contentHash: string; readonly undoUntilMs: number; readonly sendAt?: number; readonly warnings?: readonly ApprovedOver[] }
  | { readonly type: 'DraftRejected'; readonly contentHash: string; readonly reason: string }
  | { readonly type: 'DecisionUndone' }
  | { readonly type: 'DraftWentStale'; readonly because: StaleReason }
  | { readonly type: 'DraftExpired' }
  | { readonly type: 'ApprovalBlocked'; readonly rule: string; readonly why: string }
  | { readonly type: 'ApprovalHeld'; readonly hold: Hold }
  /** What held it may no longer do so: it is judged anew when it is due. */
  | { readonly type: 'HoldLifted' }
  | { readonly type: 'ApprovalCancelled'; readonly reason: string }
  | {
      readonly type: 'DispatchStarted';
      readonly attempt: number;
      readonly idempotencyKey: string;
      readonly contentHash: string;
      readonly channel: Content['channel'];
      readonly worker: string;
      readonly leaseUntilMs: number;
    }
  | { readonly type: 'DispatchAccepted'; readonly attempt: number; readonly providerId: string; readonly evidence: string }
  | {
      readonly type: 'DispatchRefused';
      readonly attempt: number;
      readonly transient: boolean;
      readonly code: string;
      readonly evidence: string;
      /** Null: no machine tries again, the approval is a dead letter, or goes back to review. */
      readonly nextAttemptAt: number | null;
      /** It would have been tried again, but something about the lead changed while it was on its way: a person reads it first. */
      readonly backToReview?: true;
    }
  /** What made it wait for its next try was seen to: it is due at this instant. */
  | { readonly type: 'RetryHastened'; readonly nextAttemptAt: number }
  | { readonly type: 'DispatchUncertain'; readonly attempt: number; readonly evidence: string }
  /** The channel proved later that it had been sent; a machine may only ever find that it was. */
  | { readonly type: 'UncertainProven'; readonly attempt: number; readonly providerId: string; readonly evidence: string }
  /** The same of an attempt that the approval has moved on from, wherever it is by then. */
  | { readonly type: 'AttemptProven'; readonly attempt: number; readonly providerId: string; readonly evidence: string }
  | { readonly type: 'UncertainResolved'; readonly as: 'was_sent' | 'send_again' | 'drop'; readonly undoUntilMs: number; readonly note: string }
  | { readonly type: 'DeadLetterRevived' };

export type ApprovalCommand =
  | {
      readonly type: 'SubmitDraft';
      readonly content: Content;
      readonly leadId: string;
      readonly conversationId: string | null;
      readonly inReplyTo: string | null;
      readonly origin: Origin;
      readonly temperature: Temperature;
      readonly dueAt: number;
    }
  | { readonly type: 'EditDraft'; readonly actor: Actor; readonly seenHash: string; readonly content: Content }
  | { readonly type: 'ApproveDraft'; readonly actor: Actor; readonly contentHash: string; readonly seenVersion?: number; readonly now: number; readonly undoMs: number; readonly sendAt?: number; readonly warnings?: readonly ApprovedOver[] }
  | { readonly type: 'RejectDraft'; readonly actor: Actor; readonly contentHash: string; readonly reason: string }
  | { readonly type: 'UndoDecision'; readonly actor: Actor }
  | { readonly type: 'MarkStale'; readonly because: StaleReason }
  | { readonly type: 'Expire' }
  | { readonly type: 'Block'; readonly rule: string; readonly why: string }
  | { readonly type: 'Hold'; readonly hold: Hold }
  | { readonly type: 'LiftHold' }
  | { readonly type: 'Cancel'; readonly actor: Actor; readonly reason: string }
  /** `content` is what the router is about to hand to the channel; its hash is computed here, not taken on trust. */
  | { readonly type: 'Claim'; readonly content: Content; readonly worker: string; readonly now: number; readonly leaseMs: number }
  | { readonly type: 'HastenRetry'; readonly now: number }
  | { readonly type: 'RecordOutcome'; readonly attempt: number; readonly outcome: Outcome; readonly nextAttemptAt: number | null }
  | { readonly type: 'LoseLease'; readonly attempt: number; readonly evidence: string }
  | { readonly type: 'ProveSent'; readonly attempt: number; readonly providerId: string; readonly evidence: string }
  | { readonly type: 'ResolveUncertain'; readonly actor: Actor; readonly as: 'was_sent' | 'send_again' | 'drop'; readonly note: string; readonly now: number; readonly undoMs: number }
  | { readonly type: 'ReviveDeadLetter'; readonly actor: Actor }
  /** Taken up and approved in one step, exactly as it is. */
  | { readonly type: 'RetryDeadLetter'; readonly actor: Actor; readonly contentHash: string; readonly now: number; readonly undoMs: number };

/** It was claimed, and not begun: the worker found that it had to be judged anew. */
export const notBegunCode = 'not_begun';

/** Refusals that say nothing of the message, nor of the channel: ours, before the channel had all of it (`stopped` by the last look; `aborted`, as the worker was to end). */
export const ourRefusals: ReadonlySet<string> = new Set(['stopped', 'aborted', notBegunCode]);

/** The last attempt that its channel refused, not we. */
export function lastRefusal(attempts: readonly Attempt[]): Attempt | undefined {
  return attempts.findLast(({ outcome }) => outcome?.kind === 'refused' && !ourRefusals.has(outcome.code));
}

/** What it must be read again for, as it stands; null when nothing is known. */
export function staleBecauseOf(state: Approval): StaleReason | null {
  if (state.status === 'pending') return state.reason.kind === 'stale' ? state.reason.because : null;
  return 'staleBecause' in state ? state.staleBecause : null;
}

/** From when on a decision grows old: when it was made, or when what it decided was to happen. */
export function freshFrom({ decision, sendAt }: Pick<Approved, 'decision' | 'sendAt'>): number {
  return Math.max(decision.at, sendAt ?? 0);
}
