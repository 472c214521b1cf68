import { orThrow } from '#lib/errors.ts';
import { leadsOfPerson } from '#lib/leads/same-person.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Approval, StaleReason, Status } from './approval.ts';
import { decideApproval } from './decide.ts';

/** What could go out, or go out again, or be taken back. */
const canGrowStale: readonly Status[] = ['pending', 'approved', 'sending', 'uncertain', 'dead_letter', 'rejected'];

/**
 * What happens to a lead's other drafts when something about the lead changed: what was approved goes back to review, what is
 * in review says why it must be read again, and what is on its way (or nobody knows, or failed, or was rejected) is not tried again or taken back unread. For the commit that records the change itself.
 */
export async function staleEventsForLead(reads: Reads, leadId: string, because: StaleReason, exceptApprovalId?: string): Promise<NewEvent[]> {
  const waiting = await reads.approvals.ofLead(leadId, canGrowStale);
  return waiting.filter((approval) => approval.id !== exceptApprovalId).flatMap((approval) => staleEvents(approval, because));
}

/** The same for everybody who is the same person: what they wrote, or were written, concerns every row they stand under. */
export async function staleEventsForPerson(reads: Reads, leadId: string, because: StaleReason, exceptApprovalId?: string): Promise<NewEvent[]> {
  const each = await Promise.all((await leadsOfPerson(reads, leadId)).map((id) => staleEventsForLead(reads, id, because, exceptApprovalId)));
  return each.flat();
}

export function staleEvents(approval: Approval, because: StaleReason): NewEvent[] {
  return on('approval', approval.id, orThrow(decideApproval(approval, { type: 'MarkStale', because })));
}
