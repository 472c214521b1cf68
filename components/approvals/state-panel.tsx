'use client';

import type { ApprovalView } from '#lib/approvals/schema.ts';
import { useMay } from '#components/data/use-me.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Attempts } from './attempts.tsx';
import { StuckActions } from './stuck-actions.tsx';
import { useAct } from './use-act.ts';
import { statusLook } from './words.ts';

/** What became of a draft that is no longer in review, why, and what may still be done about it. */
export function StatePanel({ approval }: { approval: ApprovalView }) {
  const look = statusLook(approval);
  return (
    <section aria-label="What became of it" className="flex flex-col gap-3 rounded-lg border p-4 text-sm" data-testid="state-panel">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={look.tone}>{look.label}</Badge>
        <span className="min-w-0 break-words text-ink-2">{stateWords(approval)}</span>
        <RelativeTime at={approval.sentAt ?? approval.updatedAt} className="text-xs text-ink-3" />
      </p>
      <Attempts approval={approval} />
      {approval.status === 'uncertain' || approval.status === 'dead_letter' ? <StuckActions approval={approval} /> : <ReturnToReview approval={approval} />}
    </section>
  );
}

/** What the channel said of a dead letter stands with its last attempt. */
function stateWords(approval: ApprovalView): string {
  if (approval.status === 'dead_letter') return 'It did not go out, and nothing is tried again by itself.';
  return approval.reason?.text ?? ownWords(approval);
}

function ownWords({ status }: ApprovalView): string {
  switch (status) {
    case 'approved':
      return 'Goes out when its time comes.';
    case 'sending':
      return 'Handed to the channel; its answer is awaited.';
    case 'sent':
      return 'The channel accepted it.';
    default:
      return '';
  }
}

/** A decision that nothing came of yet can be taken back; what is being tried again cannot. */
function ReturnToReview({ approval }: { approval: ApprovalView }) {
  const mayDecide = useMay('draft.decide');
  const { act, isBusy } = useAct(approval);
  const isOpen = approval.status === 'rejected' || (approval.status === 'approved' && approval.nextAttemptAt === null);
  if (!mayDecide || !isOpen) return null;
  return <div><Button disabled={isBusy} onClick={() => void act('undo', {})}>Return to review</Button></div>;
}
