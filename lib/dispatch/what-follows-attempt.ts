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
  return wasConfirmed ? [] : whatFollows(reads, { ...approval, ...dispatch.content }, dispatch, providerId, drawn);
}
