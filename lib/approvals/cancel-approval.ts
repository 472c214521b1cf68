import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { changeApproval } from './change-approval.ts';
import { cancelApprovalInput, type ApprovalView } from './schema.ts';

/** A person drops an approval that waits for good; a dead letter needs somebody who works dead letters. */
export async function cancelApproval(call: Call, input: unknown): Promise<ApprovalView> {
  const { id, reason } = parse(cancelApprovalInput, input);
  return changeApproval(call, {
    id, verb: 'cancel-approval', permission: 'draft.decide',
    command: (state) => {
      const forbidden = state.status === 'dead_letter' ? mayDo(call.actor, 'deadletter.decide') : null;
      if (forbidden) throw new Refused(forbidden);
      return { type: 'Cancel', actor: call.actor, reason };
    },
  });
}
