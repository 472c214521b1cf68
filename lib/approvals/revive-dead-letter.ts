import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { changeApproval } from './change-approval.ts';
import { approvalIdInput, type ApprovalView } from './schema.ts';

/** A manager takes up a dead letter again: it goes back to review, and needs a new approval. */
export async function reviveDeadLetter(call: Call, input: unknown): Promise<ApprovalView> {
  const { id } = parse(approvalIdInput, input);
  return changeApproval(call, {
    id, verb: 'revive-dead-letter', permission: 'deadletter.decide',
    command: () => ({ type: 'ReviveDeadLetter', actor: call.actor }),
  });
}
