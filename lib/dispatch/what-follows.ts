import type { Approval } from '#lib/approvals/approval.ts';
import { staleEventsForPerson } from '#lib/approvals/staleness.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import type { NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { sentMessageEvents } from './sent-message.ts';

/** What follows when nobody knows whether a message went out: nothing else goes to the lead before somebody who knows of it has read it. */
export async function whatMayFollow(reads: Reads, approval: Approval): Promise<NewEvent[]> {
  return staleEventsForPerson(reads, approval.leadId, { kind: 'maybe_sent', approvalId: approval.id }, approval.id);
}

/** What follows from a message that went out: it stands in its conversation, and what else waits for the lead is read again. For the commit that records it. */
export async function whatFollows(reads: Reads, approval: Approval, dispatch: Dispatch, providerId: string, drawn: { messageId: string; conversationId: string }): Promise<NewEvent[]> {
  return [
    ...(await sentMessageEvents(reads, approval, dispatch, providerId, drawn)),
    ...(await staleEventsForPerson(reads, approval.leadId, { kind: 'teammate_sent', approvalId: approval.id }, approval.id)),
  ];
}
