import type { ApprovalView } from '#lib/approvals/schema.ts';
import { duration } from '#lib/clock.ts';

/** What somebody's decision came to, from the approval as the server gave it back: what was asked for and what was done are not always the same. Pure. */
export function doneWords(next: ApprovalView): { readonly title: string; readonly detail?: string } {
  const { leadName, reason } = next;
  switch (next.status) {
    case 'pending':
      if (!reason || ownDoing.has(reason.kind)) return { title: `Back in review: ${leadName}` };
      return { title: `Back in review: ${leadName}`, detail: `${reason.text}: it is read again before it is sent.` };
    case 'approved':
      return { title: `To be sent again: ${leadName}`, detail: undoWords(next) };
    case 'sent':
      return { title: `Recorded as sent: ${leadName}` };
    case 'cancelled':
      return { title: `Nothing more is sent: ${leadName}` };
    default:
      return { title: `Done: ${leadName}` };
  }
}

/** Why it is in review needs no telling to whoever put it there. */
const ownDoing: ReadonlySet<string> = new Set(['new', 'undone', 'dead_letter_revived']);

/** Both instants are the server's, so the browser's clock does not matter. */
function undoWords({ undoUntil, decision }: ApprovalView): string {
  const windowMs = undoUntil && decision ? Date.parse(undoUntil) - Date.parse(decision.at) : 0;
  return windowMs > 0 ? `After the undo window of ${duration(windowMs)}, and under today’s rules.` : 'At once, and under today’s rules.';
}
