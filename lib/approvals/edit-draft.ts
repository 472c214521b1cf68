import { senderOf } from '#lib/channels/sender.ts';
import { orThrow, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import type { z } from 'zod';
import type { Approval } from './approval.ts';
import { changeApproval } from './change-approval.ts';
import type { Content } from './content.ts';
import { checkContent, contentLimits } from './limits.ts';
import { refuseBadTemplate } from './refuse-bad-template.ts';
import { recipientOf } from './recipient.ts';
import { editDraftInput, type ApprovalView } from './schema.ts';

type Edit = z.infer<typeof editDraftInput>;

/**
 * Changes a draft that the editor saw under `contentHash`; an approved one goes back to review. It goes out from the address that is ours now: where that is another
 * than before, saving it with nothing else changed is a change.
 */
export async function editDraft(call: Call, input: unknown): Promise<ApprovalView> {
  const edit = parse(editDraftInput, input);
  return changeApproval(call, {
    id: edit.id, verb: 'edit-draft', permission: 'draft.edit',
    command: async (state, reads) => ({ type: 'EditDraft', actor: call.actor, seenHash: edit.contentHash, content: await edited(call, reads, state, edit) }),
  });
}

async function edited(call: Call, reads: Reads, state: Approval, edit: Edit): Promise<Content> {
  const channel = edit.channel ?? state.channel;
  const moved = channel !== state.channel;
  const recipient = !moved && edit.recipient === undefined ? state.recipient : orThrow(recipientOf(await reads.leads.get(state.leadId), channel, edit.recipient));
  const kept = moved && !contentLimits[channel].subject ? null : state.subject;
  const template = edit.template === undefined && !moved ? state.template : edit.template;
  const content: Content = {
    channel, sender: senderOf(call.world.settings, channel), recipient,
    subject: edit.subject === undefined ? kept : edit.subject, body: edit.body ?? state.body, attachments: state.attachments, ...(template && { template }),
  };
  const bad = checkContent(content);
  if (bad) throw new Refused(bad);
  await refuseBadTemplate(call.world, reads, content);
  return content;
}
