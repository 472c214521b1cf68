import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { checkPolicy } from '#lib/policy/check-policy.ts';
import { reviewWarnings } from '#lib/review/review-warnings.ts';
import type { Call } from '#lib/world.ts';
import { findApproval, showApproval } from './find.ts';
import { approvalIdInput, type ApprovalView } from './schema.ts';

/** One approval; while it waits, with what the policy would say of it now, and in review with what to look at. */
export async function getApproval(call: Call, input: unknown): Promise<ApprovalView> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { id } = parse(approvalIdInput, input);
  const { store } = call.world;
  const approval = await findApproval(store, id);
  const view = await showApproval(store, approval);
  if (view.status !== 'pending' && view.status !== 'approved') return view;
  const warnings = view.status === 'pending' ? { warnings: await reviewWarnings(store, approval) } : {};
  return { ...view, ...warnings, policy: await checkPolicy(call, { approvalId: id }) };
}
