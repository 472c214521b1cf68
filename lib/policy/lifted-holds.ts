import type { Approval } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { orThrow } from '#lib/errors.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { policyRules } from './evaluate.ts';
import type { Policy } from './policy.ts';

const pageLimit = 500;

/** What is held by a rule that the change concerns no longer is: the next claim judges it by the policy as it is then. */
export async function liftedHolds(reads: Reads, after: Partial<Policy>): Promise<NewEvent[]> {
  const concerned = new Set(policyRules.filter(({ parameters }) => parameters.some((part) => part in after)).map(({ name }) => name));
  const events: NewEvent[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Reads['approvals']['page']>> = await reads.approvals.page({ statuses: ['approved'] }, { cursor, limit: pageLimit }, 'newest');
    for (const approval of page.items) if (approval.status === 'approved' && approval.hold && concerned.has(approval.hold.rule)) events.push(...lifted(approval));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return events;
}

/** What is held of these leads no longer is: something about them changed that rules go by. */
export async function liftedHoldsOfLeads(reads: Reads, leadIds: readonly string[]): Promise<NewEvent[]> {
  const approved = await Promise.all(leadIds.map((id) => reads.approvals.ofLead(id, ['approved'])));
  return approved.flat().flatMap(lifted);
}

function lifted(approval: Approval): NewEvent[] {
  return on('approval', approval.id, orThrow(decideApproval(approval, { type: 'LiftHold' })));
}
