import { never } from '#lib/errors.ts';
import type { Recorded } from '#lib/store/recorded.ts';
import { lastRefusal, ourRefusals, staleBecauseOf, statuses, type Approval, type ApprovalEvent, type Approved, type Attempt, type Base, type Outcome, type ReviewReason, type Sending, type Status, type Uncertain } from './approval.ts';
import { contentOf, type Content } from './content.ts';

type Later = Exclude<ApprovalEvent['type'], 'DraftSubmitted'>;

/** In which statuses an event can happen; two events of one commit that rule each other out end the commit. */
const happensIn: Readonly<Record<Later, readonly Status[]>> = {
  DraftEdited: ['pending', 'approved'], DraftApproved: ['pending'], DraftRejected: ['pending'], DecisionUndone: ['approved', 'rejected'],
  DraftWentStale: ['pending', 'approved', 'sending', 'uncertain', 'dead_letter', 'rejected'], DraftExpired: ['pending'], ApprovalBlocked: ['pending', 'approved'], ApprovalHeld: ['approved'], HoldLifted: ['approved'],
  ApprovalCancelled: ['pending', 'approved', 'dead_letter'], DispatchStarted: ['approved'], DispatchAccepted: ['sending'], DispatchRefused: ['sending'], RetryHastened: ['approved'],
  DispatchUncertain: ['sending'], UncertainResolved: ['uncertain'], UncertainProven: ['uncertain'], AttemptProven: statuses, DeadLetterRevived: ['dead_letter'],
};

/** The approval after an event of its history. Throws on an event that does not fit: such a history is damaged. */
export function evolveApproval(state: Approval | null, event: Recorded<ApprovalEvent>): Approval {
  if (event.type === 'DraftSubmitted') {
    if (state) throw misfit(state, event);
    const { content, contentHash: hash, leadId, conversationId, inReplyTo, origin, temperature, dueAt } = event;
    return {
      ...content, id: event.subject.id, version: 1, contentHash: hash, leadId, conversationId, inReplyTo, origin, temperature, dueAt,
      editedByPerson: origin.kind === 'person', firstBody: content.body, createdAt: event.at, updatedAt: event.at, attempts: [],
      status: 'pending', reason: { kind: 'new' },
    };
  }
  if (!state || !happensIn[event.type].includes(state.status)) throw misfit(state, event);
  const base = baseOf(state, event.at);
  switch (event.type) {
    case 'DraftEdited': {
      // What is edited is sent as a template only when the edit says so.
      const { template: _, ...kept } = base;
      return {
        ...kept, ...event.content, ...placeAfter(base, event.content), contentHash: event.contentHash, editedByPerson: base.editedByPerson || event.byPerson,
        status: 'pending', reason: wentOutBefore(state) ?? reasonAfterEdit(state, event),
      };
    }
    case 'DraftApproved':
      return {
        ...base, status: 'approved', decision: { by: event.actor, at: event.at, contentHash: event.contentHash },
        undoUntilMs: event.undoUntilMs, notBefore: Math.max(event.undoUntilMs, event.sendAt ?? 0), hold: null, sendAt: event.sendAt ?? null, nextAttemptAt: null,
      };
    case 'DraftRejected':
      return { ...base, status: 'rejected', by: event.actor, rejectReason: event.reason, staleBecause: null };
    case 'DecisionUndone':
      return { ...base, status: 'pending', reason: wentOutBefore(state) ?? staleOr(state, { kind: 'undone', by: event.actor }) };
    case 'DraftWentStale':
      if ('staleBecause' in state) return { ...state, ...base, staleBecause: event.because };
      return { ...base, status: 'pending', reason: arrivedBefore(state) ?? { kind: 'stale', because: event.because } };
    case 'DraftExpired':
      return { ...base, status: 'expired' };
    case 'ApprovalBlocked':
      return { ...base, status: 'blocked', rule: event.rule, why: event.why };
    case 'ApprovalHeld':
      if (state.status !== 'approved') throw misfit(state, event);
      return { ...state, ...base, status: 'approved', hold: event.hold, notBefore: Math.max(state.notBefore, event.hold.untilMs) };
    case 'HoldLifted':
      if (state.status !== 'approved') throw misfit(state, event);
      return { ...state, ...base, status: 'approved', hold: null, notBefore: Math.max(state.undoUntilMs, state.sendAt ?? 0, state.nextAttemptAt ?? 0) };
    case 'ApprovalCancelled':
      return { ...base, status: 'cancelled', by: event.actor, cancelReason: event.reason };
    case 'DispatchStarted': {
      if (state.status !== 'approved') throw misfit(state, event);
      const attempt: Attempt = {
        number: event.attempt, idempotencyKey: event.idempotencyKey, worker: event.worker, startedAt: event.at,
        leaseUntilMs: event.leaseUntilMs, channel: event.channel, sender: state.sender, recipient: state.recipient, outcome: null, endedAt: null, nextAttemptAt: null,
      };
      return {
        ...base, attempts: [...state.attempts, attempt], status: 'sending', decision: state.decision, sendAt: state.sendAt, staleBecause: null,
      };
    }
    case 'DispatchAccepted':
      if (state.status !== 'sending') throw misfit(state, event);
      return {
        ...base, attempts: ended(state, event.at, { kind: 'accepted', providerId: event.providerId, evidence: event.evidence }),
        status: 'sent', decision: state.decision, sentAt: event.at, providerId: event.providerId, confirmedBy: null,
      };
    case 'DispatchRefused': {
      if (state.status !== 'sending') throw misfit(state, event);
      const { transient, code, evidence, nextAttemptAt } = event;
      const attempts = ended(state, event.at, { kind: 'refused', transient, code, evidence }, nextAttemptAt);
      if (event.backToReview && state.staleBecause) return { ...base, attempts, status: 'pending', reason: { kind: 'stale', because: state.staleBecause } };
      if (nextAttemptAt === null) return { ...base, attempts, status: 'dead_letter', decision: state.decision, code, evidence, staleBecause: state.staleBecause };
      const again = { ...base, attempts, status: 'approved', decision: state.decision, hold: null, sendAt: state.sendAt } as const;
      return ourRefusals.has(code) ? { ...again, ...asBeforeItsClaim(state) } : { ...again, undoUntilMs: event.at, notBefore: nextAttemptAt, nextAttemptAt };
    }
    case 'RetryHastened':
      if (state.status !== 'approved') throw misfit(state, event);
      return { ...state, ...base, attempts: hastened(state, event.nextAttemptAt), status: 'approved', hold: null, nextAttemptAt: event.nextAttemptAt, notBefore: Math.max(state.undoUntilMs, state.sendAt ?? 0, event.nextAttemptAt) };
    case 'DispatchUncertain':
      if (state.status !== 'sending') throw misfit(state, event);
      return {
        ...base, attempts: ended(state, event.at, { kind: 'unknown', evidence: event.evidence }),
        status: 'uncertain', decision: state.decision, evidence: event.evidence, staleBecause: state.staleBecause,
      };
    case 'UncertainProven':
      if (state.status !== 'uncertain') throw misfit(state, event);
      return {
        ...base, attempts: ended(state, event.at, { kind: 'accepted', providerId: event.providerId, evidence: event.evidence }),
        status: 'sent', decision: state.decision, sentAt: begunAt(state) ?? event.at, providerId: event.providerId, confirmedBy: null,
      };
    case 'AttemptProven':
      if (attemptOf(state, event.attempt)?.outcome?.kind !== 'unknown') throw misfit(state, event);
      return { ...state, ...base, attempts: proven(state, event) };
    case 'UncertainResolved':
      if (state.status !== 'uncertain') throw misfit(state, event);
      return resolved(state, base, event);
    case 'DeadLetterRevived':
      if (state.status !== 'dead_letter') throw misfit(state, event);
      return { ...base, status: 'pending', reason: wentOutBefore(state) ?? staleOr(state, { kind: 'dead_letter_revived', by: event.actor }) };
    default:
      return never(event);
  }
}

function staleOr(state: Approval, otherwise: ReviewReason): ReviewReason {
  const because = staleBecauseOf(state);
  return because ? { kind: 'stale', because } : otherwise;
}

/** A person has read what they edit. A machine takes away no reason why a person must look; only our own worker, which answers what the lead wrote since, has that one behind it. */
function reasonAfterEdit(state: Approval, { actor, byPerson }: Recorded<Extract<ApprovalEvent, { type: 'DraftEdited' }>>): ReviewReason {
  const edited = { kind: 'edited', by: actor } as const;
  const isAnswered = actor.startsWith('worker:') && staleBecauseOf(state)?.kind === 'new_inbound';
  return byPerson || isAnswered ? edited : staleOr(state, edited);
}

/** What happens to the lead is no decision: whoever decides is still told that it went out already. */
function arrivedBefore(state: Approval): ReviewReason | null {
  const because = staleBecauseOf(state);
  return because?.kind === 'arrived_before' ? { kind: 'stale', because } : null;
}

/** Nor is an edit, or a decision that is taken back: whoever decides next is told as well, though somebody knew when they approved. */
function wentOutBefore({ attempts }: Approval): ReviewReason | null {
  const accepted = attempts.findLast(({ outcome }) => outcome?.kind === 'accepted');
  return accepted ? { kind: 'stale', because: { kind: 'arrived_before', attempt: accepted.number } } : null;
}

/** A draft that moves to another channel leaves the thread it answered. */
function placeAfter(base: Base, content: Content): Pick<Base, 'conversationId' | 'inReplyTo'> {
  if (content.channel !== base.channel) return { conversationId: null, inReplyTo: null };
  return { conversationId: base.conversationId, inReplyTo: base.inReplyTo };
}

function resolved(state: Uncertain, base: Base, event: Recorded<Extract<ApprovalEvent, { type: 'UncertainResolved' }>>): Approval {
  switch (event.as) {
    case 'was_sent':
      return { ...base, status: 'sent', decision: state.decision, sentAt: begunAt(state) ?? event.at, providerId: null, confirmedBy: event.actor };
    case 'send_again':
      if (state.staleBecause) return { ...base, status: 'pending', reason: { kind: 'stale', because: state.staleBecause } };
      return {
        ...base, status: 'approved', decision: { by: event.actor, at: event.at, contentHash: state.contentHash },
        undoUntilMs: event.undoUntilMs, notBefore: event.undoUntilMs, hold: null, sendAt: null, nextAttemptAt: null,
      };
    case 'drop':
      return { ...base, status: 'cancelled', by: event.actor, cancelReason: event.note };
    default:
      return never(event.as);
  }
}

/** What the channel did not get keeps its schedule and its place in the line, and is no retry for it. */
function asBeforeItsClaim({ attempts, decision, sendAt }: Sending): Pick<Approved, 'undoUntilMs' | 'notBefore' | 'nextAttemptAt'> {
  const nextAttemptAt = lastRefusal(attempts.filter(({ startedAt }) => startedAt >= decision.at))?.nextAttemptAt ?? null;
  return { undoUntilMs: decision.at, notBefore: Math.max(decision.at, sendAt ?? 0, nextAttemptAt ?? 0), nextAttemptAt };
}

/** The wait hangs on the last attempt that the channel refused: what is claimed and not begun falls back on it. */
function hastened(state: Approved, nextAttemptAt: number): readonly Attempt[] {
  const last = lastRefusal(state.attempts);
  return state.attempts.map((attempt) => (attempt === last ? { ...attempt, nextAttemptAt } : attempt));
}

function ended(state: Sending | Uncertain, at: number, outcome: Outcome, nextAttemptAt: number | null = null): readonly Attempt[] {
  return state.attempts.map((attempt, i) => (i === state.attempts.length - 1 ? { ...attempt, outcome, endedAt: at, nextAttemptAt } : attempt));
}

function attemptOf({ attempts }: Approval, wanted: number): Attempt | undefined {
  return attempts.find(({ number }) => number === wanted);
}

function begunAt({ attempts }: Uncertain): number | undefined {
  return attempts.at(-1)?.startedAt;
}

function proven({ attempts }: Approval, { attempt: wanted, providerId, evidence, at }: Recorded<Extract<ApprovalEvent, { type: 'AttemptProven' }>>): readonly Attempt[] {
  return attempts.map((attempt) => (attempt.number === wanted ? { ...attempt, outcome: { kind: 'accepted', providerId, evidence }, endedAt: at } : attempt));
}

function baseOf(state: Approval, at: number): Base {
  return {
    ...contentOf(state), id: state.id, version: state.version + 1, contentHash: state.contentHash, leadId: state.leadId,
    conversationId: state.conversationId, inReplyTo: state.inReplyTo, origin: state.origin, temperature: state.temperature,
    editedByPerson: state.editedByPerson, firstBody: state.firstBody, createdAt: state.createdAt, updatedAt: at, dueAt: state.dueAt,
    attempts: state.attempts,
  };
}

function misfit(state: Approval | null, event: { type: string; subject: { id: string } }): Error {
  return new Error(`${event.type} does not fit approval ${event.subject.id}, which is ${state?.status ?? 'absent'}`);
}
