import { nameOfActor } from '#lib/accounts/name-of-actor.ts';
import { refusal, Refused } from '#lib/errors.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Approval } from './approval.ts';
import type { ApprovalView } from './schema.ts';
import { approvalView } from './view.ts';

/** The approval, or a refusal that names the id. */
export async function findApproval(reads: Reads, id: string): Promise<Approval> {
  const approval = await reads.approvals.get(id);
  if (!approval) throw new Refused(refusal('not_found', `There is no approval ${id}.`));
  return approval;
}

/** The approval as the edges show it, with the names of its lead and of who decided. */
export async function showApproval(reads: Reads, approval: Approval): Promise<ApprovalView> {
  const lead = await reads.leads.get(approval.leadId);
  const decider = 'decision' in approval ? await nameOfActor(reads, approval.decision.by) : null;
  return approvalView(approval, lead?.name ?? 'Erased lead', decider);
}
