import { orThrow, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import type { Approval } from './approval.ts';
import { changeApproval } from './change-approval.ts';
import type { Content } from './content.ts';
import { checkContent } from './limits.ts';
import { recipientOf } from './recipient.ts';
import { editDraftInput, type ApprovalView } from './schema.ts';

/** Changes a draft that the editor saw under `contentHash`; an approved one goes back to review. */
export async function editDraft(call: Call, input: unknown): Promise<ApprovalView> {
  const edit = parse(editDraftInput, input);
  return changeApproval(call, {
    id: edit.id, verb: 'edit-draft', permission: 'draft.edit',
    command: async (state, reads) => ({ type: 'EditDraft', actor: call.actor, seenHash: edit.contentHash, content: await edited(reads, state, edit) }),
  });
}

async function edited(reads: Reads, state: Approval, edit: { recipient?: string | undefined; subject?: string | null | undefined; body?: string | undefined }): Promise<Content> {
  const { channel, sender, attachments } = state;
  const recipient = edit.recipient === undefined ? state.recipient : orThrow(recipientOf(await reads.leads.get(state.leadId), channel, edit.recipient));
  const subject = edit.subject === undefined ? state.subject : edit.subject;
  const content: Content = { channel, sender, recipient, subject, body: edit.body ?? state.body, attachments };
  const bad = checkContent(content);
  if (bad) throw new Refused(bad);
  return content;
}
