import type { Approval } from '#lib/approvals/approval.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import type { NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { whatFollows } from './what-follows.ts';

/**
 * What follows from an attempt that went out, as it was then: the draft may have been changed since. What a person said was sent stands in its conversation already. For
 * the commit that records it.
 */
export async function whatFollowsAttempt(reads: Reads, approval: Approval, dispatch: Dispatch, providerId: string, drawn: { messageId: string; conversationId: string }): Promise<NewEvent[]> {
  const wasConfirmed = approval.status === 'sent' && approval.confirmedBy !== null && approval.attempts.at(-1)?.number === dispatch.attempt;
  return wasConfirmed ? [] : whatFollows(reads, { ...approval, ...dispatch.content, conversationId: await conversationThen(reads, approval, dispatch) }, dispatch, providerId, drawn);
}

/** A draft that moved to another channel since has left the conversation; what went out stands in the thread it answered, else in the newest with the lead there. */
async function conversationThen(reads: Reads, { channel, conversationId, leadId }: Approval, { content, references }: Dispatch): Promise<string | null> {
  if (channel === content.channel && conversationId !== null) return conversationId;
  const answered = references.at(-1);
  const message = answered === undefined ? null : await reads.messages.byExternalId(content.channel, answered);
  if (message?.kind === 'message') return message.conversationId;
  return channel === content.channel ? null : ((await reads.conversations.latest({ leadId, contactId: null, channel: content.channel }))?.id ?? null);
}
