import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { changeApproval } from './change-approval.ts';
import { rejectDraftInput, type ApprovalView } from './schema.ts';

/** A person decides that a draft is not sent, and says why. */
export async function rejectDraft(call: Call, input: unknown): Promise<ApprovalView> {
  const { id, contentHash, reason } = parse(rejectDraftInput, input);
  return changeApproval(call, {
    id, verb: 'reject-draft', permission: 'draft.decide',
    command: (state) => ({ type: 'RejectDraft', actor: call.actor, contentHash: contentHash ?? state.contentHash, reason }),
  });
}
