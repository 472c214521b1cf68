import { approvalIdOf } from '#lib/messages/mail/message-id.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Approval, Attempt } from './approval.ts';

/** One attempt of ours, and the approval it was made for. */
export interface OurSend {
  readonly approval: Approval;
  readonly attempt: Attempt;
}

/** The attempt that was made under an idempotency key; null when there is none, or none any more. */
export async function attemptUnder(reads: Reads, idempotencyKey: string): Promise<OurSend | null> {
  const approval = await reads.approvals.get(approvalIdOf(idempotencyKey));
  const attempt = approval?.attempts.find((each) => each.idempotencyKey === idempotencyKey);
  return approval && attempt ? { approval, attempt } : null;
}
