import type { Approval } from '#lib/approvals/approval.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import { addressKindOf } from '#lib/leads/address.ts';
import { decideMessage, type MessageFields } from '#lib/messages/message.ts';
import { orThrow } from '#lib/errors.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';

/** The message that went out, as part of its conversation; a new conversation when it began one. */
export async function sentMessageEvents(
  reads: Reads, approval: Approval, dispatch: Dispatch, providerId: string, drawn: { messageId: string; conversationId: string },
): Promise<NewEvent[]> {
  const { channel, leadId, recipient, subject, body } = approval;
  if (await reads.messages.byExternalId(channel, providerId)) return [];
  const conversationId = approval.conversationId ?? drawn.conversationId;
  const started = approval.conversationId === null ? on('conversation', conversationId, [{ type: 'ConversationStarted', channel, leadId, title: subject }]) : [];
  const fields: MessageFields = {
    channel, direction: 'out', conversationId, leadId, contactId: null, address: { kind: addressKindOf[channel], value: recipient },
    displayName: (await reads.leads.get(leadId))?.name ?? '', subject, text: body, truncated: false, externalId: providerId,
    inReplyTo: dispatch.references.at(-1) ?? null, references: dispatch.references,
    attachments: approval.attachments.map(({ name, sizeBytes, mediaType }) => ({ name, sizeBytes, mediaType })),
    artifact: null, sentAt: dispatch.startedAt, nature: { kind: 'ordinary' }, approvalId: approval.id,
  };
  return [...started, ...on('message', drawn.messageId, orThrow(decideMessage(null, { type: 'Record', fields })))];
}
