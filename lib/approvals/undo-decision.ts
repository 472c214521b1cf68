import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { changeApproval } from './change-approval.ts';
import { approvalIdInput, type ApprovalView } from './schema.ts';

/** Takes an approval or a rejection back, as long as nothing was handed to the channel. */
export async function undoDecision(call: Call, input: unknown): Promise<ApprovalView> {
  const { id } = parse(approvalIdInput, input);
  return changeApproval(call, {
    id, verb: 'undo-decision', permission: 'draft.decide',
    command: () => ({ type: 'UndoDecision', actor: call.actor }),
  });
}
