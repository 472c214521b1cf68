import { isPerson } from '#lib/accounts/actor.ts';
import { never, refusal, type Refusal } from '#lib/errors.ts';
import { staleBecauseOf, type Approval, type ApprovalCommand, type ApprovalEvent, type Approved, type Outcome, type StaleReason } from './approval.ts';
import { changedSince } from './changed-since.ts';
import { contentHash } from './content.ts';
import { sendLaterMsMax } from './limits.ts';
import { staleText } from './stale-text.ts';

const wrong = (approval: Approval, verb: string): Refusal =>
  refusal('wrong_status', `This approval is ${approval.status.replace('_', ' ')}, so it cannot be ${verb}.`, {
    details: { status: approval.status, version: approval.version },
  });

const machine = (verb: string): Refusal =>
  refusal('not_a_person', `Only a signed-in person can ${verb}.`, { lift: 'Sign in to the console and decide there.' });

const mustBeRead = (approval: Approval, because: StaleReason): Refusal =>
  refusal('content_changed', `${staleText(because)}: it cannot be tried again unread.`, {
    lift: 'Take it back to review, read it, and approve it there.',
    details: { because: because.kind, version: approval.version },
  });

const approvedForAnotherTime = ({ status, sendAt, version }: Approved): Refusal =>
  refusal('wrong_status', sendAt === null ? 'It is approved already, to go out at once.' : 'It is approved already, for another time.', {
    lift: 'Take the approval back, then approve it for the time you want.',
    details: { status, version },
  });

export function idempotencyKey(approvalId: string, attempt: number): string {
  return `${approvalId}.${attempt}`;
}

/** What a command comes to on this state: events (none when it is already so), or a refusal that says why. */
export function decideApproval(state: Approval | null, command: ApprovalCommand): ApprovalEvent[] | Refusal {
  if (command.type === 'SubmitDraft') {
    if (state) return refusal('already_exists', 'An approval with this id exists.');
    const { type: _, ...draft } = command;
    return [{ type: 'DraftSubmitted', ...draft, contentHash: contentHash(command.content) }];
  }
  if (!state) return refusal('not_found', 'There is no such approval.');
  switch (command.type) {
    case 'EditDraft': {
      if (state.status !== 'pending' && state.status !== 'approved') return wrong(state, 'edited');
      if (state.contentHash !== command.seenHash) return changedSince(state);
      const byPerson = isPerson(command.actor);
      if (!byPerson && (state.status !== 'pending' || state.editedByPerson)) return machine('change a draft that a person has decided on or edited');
      const hash = contentHash(command.content);
      if (hash === state.contentHash) return [];
      return [{ type: 'DraftEdited', content: command.content, contentHash: hash, byPerson }];
    }
    case 'ApproveDraft': {
      if (!isPerson(command.actor)) return machine('approve a draft');
      if (state.status === 'approved' && state.decision.contentHash === command.contentHash) return (command.sendAt ?? null) === state.sendAt ? [] : approvedForAnotherTime(state);
      if (state.contentHash !== command.contentHash) return changedSince(state);
      if (state.status !== 'pending') return wrong(state, 'approved');
      if (command.seenVersion !== undefined && command.seenVersion !== state.version) return changedSince(state);
      if (command.sendAt !== undefined && command.sendAt <= command.now) return refusal('invalid_input', 'The time to send it has passed.', { lift: 'Choose a later one, or send it now.', details: { field: 'sendAt' } });
      if (command.sendAt !== undefined && command.sendAt > command.now + sendLaterMsMax) return refusal('invalid_input', `It can be sent at most ${sendLaterMsMax / 86_400_000} days from now.`, { lift: 'Choose an earlier time.', details: { field: 'sendAt' } });
      return [{ type: 'DraftApproved', contentHash: command.contentHash, undoUntilMs: command.now + command.undoMs, ...(command.sendAt !== undefined && { sendAt: command.sendAt }), ...(command.warnings?.length && { warnings: command.warnings }) }];
    }
    case 'RejectDraft':
      if (!isPerson(command.actor)) return machine('reject a draft');
      if (state.status !== 'pending') return wrong(state, 'rejected');
      if (state.contentHash !== command.contentHash) return changedSince(state);
      return [{ type: 'DraftRejected', contentHash: command.contentHash, reason: command.reason }];
    case 'UndoDecision':
      if (!isPerson(command.actor)) return machine('undo a decision');
      if (state.status === 'rejected') return [{ type: 'DecisionUndone' }];
      if (state.status === 'approved' && state.nextAttemptAt === null) return [{ type: 'DecisionUndone' }];
      if (state.status === 'sending' || state.status === 'sent')
        return refusal('undo_window_over', 'This message has already been handed to the channel.');
      if (state.status === 'approved') return refusal('wrong_status', 'The channel has refused it once, and it will be tried again.', { lift: 'Cancel it, or change the text: both stop it.' });
      return wrong(state, 'undone');
    case 'MarkStale':
      return staleEvent(state, command.because);
    case 'Expire':
      return state.status === 'pending' ? [{ type: 'DraftExpired' }] : [];
    case 'Block':
      if (state.status !== 'pending' && state.status !== 'approved') return [];
      return [{ type: 'ApprovalBlocked', rule: command.rule, why: command.why }];
    case 'Hold':
      if (state.status !== 'approved') return wrong(state, 'held');
      return [{ type: 'ApprovalHeld', hold: command.hold }];
    case 'LiftHold':
      return state.status === 'approved' && state.hold ? [{ type: 'HoldLifted' }] : [];
    case 'HastenRetry':
      return state.status === 'approved' && state.nextAttemptAt !== null && state.nextAttemptAt > command.now ? [{ type: 'RetryHastened', nextAttemptAt: command.now }] : [];
    case 'Cancel':
      if (!isPerson(command.actor)) return machine('cancel an approval');
      if (state.status !== 'pending' && state.status !== 'approved' && state.status !== 'dead_letter') return wrong(state, 'cancelled');
      return [{ type: 'ApprovalCancelled', reason: command.reason }];
    case 'Claim': {
      if (state.status !== 'approved') return wrong(state, 'sent');
      if (!state.decision.by.startsWith('person:')) return machine('approve what is sent');
      const hash = contentHash(command.content);
      if (hash !== state.contentHash || hash !== state.decision.contentHash) return changedSince(state);
      if (command.now < state.notBefore)
        return refusal('blocked_by_policy', state.hold?.why ?? 'It is not due yet.', { details: { notBefore: state.notBefore } });
      const attempt = state.attempts.length + 1;
      return [
        {
          type: 'DispatchStarted', attempt, idempotencyKey: idempotencyKey(state.id, attempt), contentHash: hash,
          channel: state.channel, worker: command.worker, leaseUntilMs: command.now + command.leaseMs,
        },
      ];
    }
    case 'RecordOutcome':
    case 'LoseLease': {
      // The lease was lost, and then the channel's answer came after all.
      const late = command.type === 'RecordOutcome' && command.outcome.kind === 'accepted' ? provenEvents(state, command.attempt, command.outcome) : [];
      if (late.length > 0) return late;
      if (state.status !== 'sending' || state.attempts.at(-1)?.number !== command.attempt)
        return refusal('lease_lost', 'This attempt is no longer the one under way.', { details: { status: state.status } });
      if (command.type === 'LoseLease') return [{ type: 'DispatchUncertain', attempt: command.attempt, evidence: command.evidence }];
      return [outcomeEvent(command.attempt, command.outcome, command.nextAttemptAt, state.staleBecause !== null)];
    }
    case 'ProveSent':
      return provenEvents(state, command.attempt, command);
    case 'ResolveUncertain':
      if (!isPerson(command.actor)) return machine('resolve an uncertain send');
      if (state.status !== 'uncertain') return wrong(state, 'resolved');
      return [{ type: 'UncertainResolved', as: command.as, note: command.note, undoUntilMs: command.now + command.undoMs }];
    case 'ReviveDeadLetter':
      if (!isPerson(command.actor)) return machine('take up a dead letter');
      if (state.status !== 'dead_letter') return wrong(state, 'taken up again');
      return [{ type: 'DeadLetterRevived' }];
    case 'RetryDeadLetter':
      if (!isPerson(command.actor)) return machine('try a dead letter again');
      if (state.status !== 'dead_letter') return wrong(state, 'tried again');
      if (state.contentHash !== command.contentHash) return changedSince(state);
      if (state.staleBecause !== null) return mustBeRead(state, state.staleBecause);
      return [{ type: 'DeadLetterRevived' }, { type: 'DraftApproved', contentHash: command.contentHash, undoUntilMs: command.now + command.undoMs }];
    default:
      return never(command);
  }
}

function staleEvent(state: Approval, because: StaleReason): ApprovalEvent[] {
  return canGrowStale(state, because) ? [{ type: 'DraftWentStale', because }] : [];
}

function canGrowStale(state: Approval, because: StaleReason): boolean {
  // Whoever reads it in review hears of every change by its version, also of one that does not become the reason.
  if (state.status === 'approved' || state.status === 'pending') return true;
  const standing = staleBecauseOf(state);
  return 'staleBecause' in state && (standing === null || because.kind === 'arrived_before');
}

/** What comes of a proof that an attempt went out of which nobody knew: none when that is known, or the attempt is under way or was refused. */
function provenEvents(state: Approval, attempt: number, { providerId, evidence }: { readonly providerId: string; readonly evidence: string }): ApprovalEvent[] {
  if (state.attempts.find(({ number }) => number === attempt)?.outcome?.kind !== 'unknown') return [];
  const proof = { attempt, providerId, evidence };
  if (state.status === 'uncertain' && state.attempts.at(-1)?.number === attempt) return [{ type: 'UncertainProven', ...proof }];
  return [{ type: 'AttemptProven', ...proof }, ...staleEvent(state, { kind: 'arrived_before', attempt })];
}

function outcomeEvent(attempt: number, outcome: Outcome, nextAttemptAt: number | null, isStale: boolean): ApprovalEvent {
  switch (outcome.kind) {
    case 'accepted':
      return { type: 'DispatchAccepted', attempt, providerId: outcome.providerId, evidence: outcome.evidence };
    case 'refused': {
      const next = outcome.transient ? nextAttemptAt : null;
      const after = next !== null && isStale ? { nextAttemptAt: null, backToReview: true as const } : { nextAttemptAt: next };
      return { type: 'DispatchRefused', attempt, transient: outcome.transient, code: outcome.code, evidence: outcome.evidence, ...after };
    }
    case 'unknown':
      return { type: 'DispatchUncertain', attempt, evidence: outcome.evidence };
    default:
      return never(outcome);
  }
}
