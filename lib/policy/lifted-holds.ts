import { decideApproval } from '#lib/approvals/decide.ts';
import { isRefusal } from '#lib/errors.ts';
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
    for (const approval of page.items) {
      if (approval.status !== 'approved' || !approval.hold || !concerned.has(approval.hold.rule)) continue;
      const lifted = decideApproval(approval, { type: 'LiftHold' });
      if (!isRefusal(lifted)) events.push(...on('approval', approval.id, lifted));
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return events;
}
