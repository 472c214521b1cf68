import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { changeApproval } from './change-approval.ts';
import { cancelApprovalInput, type ApprovalView } from './schema.ts';

/** A person drops an approval that waits, or a dead letter, for good. */
export async function cancelApproval(call: Call, input: unknown): Promise<ApprovalView> {
  const { id, reason } = parse(cancelApprovalInput, input);
  const state = await call.world.store.approvals.get(id);
  return changeApproval(call, {
    id, verb: 'cancel-approval', permission: state?.status === 'dead_letter' ? 'deadletter.decide' : 'draft.decide',
    command: () => ({ type: 'Cancel', actor: call.actor, reason }),
  });
}
