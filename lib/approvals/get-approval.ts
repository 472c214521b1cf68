import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { checkPolicy } from '#lib/policy/check-policy.ts';
import type { Call } from '#lib/world.ts';
import { findApproval, showApproval } from './find.ts';
import { approvalIdInput, type ApprovalView } from './schema.ts';

/** One approval; while it waits, with what the policy would say of it now. */
export async function getApproval(call: Call, input: unknown): Promise<ApprovalView> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { id } = parse(approvalIdInput, input);
  const view = await showApproval(call.world.store, await findApproval(call.world.store, id));
  if (view.status !== 'pending' && view.status !== 'approved') return view;
  return { ...view, policy: await checkPolicy(call, { approvalId: id }) };
}
