import type { Approval } from '#lib/approvals/approval.ts';
import { contentOf } from '#lib/approvals/content.ts';
import { idempotencyKey } from '#lib/approvals/decide.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import { unsubscribeUrl } from '#lib/dnc/unsubscribe-link.ts';
import { isUnasked } from '#lib/policy/unasked.ts';
import type { Reads } from '#lib/store/port.ts';
import type { World } from '#lib/world.ts';

/** One attempt as the channel gets it: the content, field by field, and the thread it belongs to. */
export async function dispatchOf(world: Pick<World, 'settings' | 'seal'>, reads: Reads, approval: Approval, when: { attempt: number; startedAt: number }): Promise<Dispatch> {
  const { channel } = approval;
  const answered = approval.inReplyTo === null ? null : await reads.messages.get(approval.inReplyTo);
  const unasked = channel === 'email' && isUnasked(await reads.messages.lastInboundAt({ leadId: approval.leadId }), when.startedAt);
  return {
    approvalId: approval.id,
    idempotencyKey: idempotencyKey(approval.id, when.attempt),
    attempt: when.attempt,
    content: contentOf(approval),
    references: answered?.kind === 'message' ? [...new Set([...answered.references, answered.externalId])] : [],
    unsubscribe: unasked ? { url: unsubscribeUrl(approval.id, world.settings.reachableUrl, world.seal) } : null,
    startedAt: when.startedAt,
  };
}
