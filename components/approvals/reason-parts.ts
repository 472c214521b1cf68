import type { ApprovalView } from '#lib/approvals/schema.ts';

/**
 * Why a message is stuck, and apart from that what changed about the lead since it was approved (null: nothing). The server tells both in one line, what became of
 * the last try first: the rest is why it must be read before it goes anywhere again. Pure.
 */
export function reasonParts({ status, reason, attempts }: Pick<ApprovalView, 'status' | 'reason' | 'attempts'>): { readonly why: string | null; readonly stale: string | null } {
  if (!reason) return { why: null, stale: null };
  const why = firstHalf(status, attempts);
  if (why === null || !reason.text.startsWith(why)) return { why: reason.text, stale: null };
  return { why, stale: reason.text.slice(why.length).trim() || null };
}

function firstHalf(status: ApprovalView['status'], attempts: ApprovalView['attempts']): string | null {
  if (status === 'uncertain') return 'Nobody knows whether this was sent.';
  return status === 'dead_letter' ? (attempts.at(-1)?.outcome?.evidence ?? null) : null;
}
