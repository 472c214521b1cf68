import type { Approval, Outcome } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { findApproval } from '#lib/approvals/find.ts';
import { staleEventsForLead } from '#lib/approvals/staleness.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import { isRefusal, type Refusal } from '#lib/errors.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { decideRetry } from './retry.ts';
import { sentMessageEvents } from './sent-message.ts';

export type Recorded = { readonly kind: 'recorded'; readonly outcome: Outcome['kind'] } | { readonly kind: 'too_late'; readonly refusal: Refusal };

/**
 * Records what an attempt came to, in one commit with what follows from it: the outbound message, and the lead's other drafts going
 * back to review. An attempt that is no longer the one under way records nothing and says so.
 */
export async function recordOutcome(call: Call, dispatch: Dispatch, outcome: Outcome): Promise<Recorded> {
  const { store, ids, clock, random } = call.world;
  const drawn = { messageId: ids.next('msg'), conversationId: ids.next('con'), chance: random() };
  const committed = await store.commit(metaOf(call, 'record-outcome'), async (reads): Promise<{ events: NewEvent[]; result: Recorded }> => {
    const approval = await findApproval(reads, dispatch.approvalId);
    const nextAttemptAt = nextAttempt(approval, outcome, clock.now(), () => drawn.chance);
    const events = decideApproval(approval, { type: 'RecordOutcome', attempt: dispatch.attempt, outcome, nextAttemptAt });
    if (isRefusal(events)) return { events: [], result: { kind: 'too_late', refusal: events } };
    const follows = outcome.kind === 'accepted' ? await whatFollows(reads, approval, dispatch, outcome.providerId, drawn) : [];
    return { events: [...on('approval', approval.id, events), ...follows], result: { kind: 'recorded', outcome: outcome.kind } };
  });
  return committed.kind === 'committed' ? committed.result : { kind: 'recorded', outcome: outcome.kind };
}

function nextAttempt(approval: Approval, outcome: Outcome, now: number, random: () => number): number | null {
  if (outcome.kind !== 'refused' || approval.status !== 'sending') return null;
  return decideRetry({ triesSpent: approval.triesSpent, transient: outcome.transient, retryAfterMs: outcome.retryAfterMs ?? null }, now, random);
}

async function whatFollows(reads: Reads, approval: Approval, dispatch: Dispatch, providerId: string, drawn: { messageId: string; conversationId: string }): Promise<NewEvent[]> {
  return [
    ...(await sentMessageEvents(reads, approval, dispatch, providerId, drawn)),
    ...(await staleEventsForLead(reads, approval.leadId, { kind: 'teammate_sent', approvalId: approval.id }, approval.id)),
  ];
}
