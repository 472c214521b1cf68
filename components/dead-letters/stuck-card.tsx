'use client';

import Link from 'next/link';
import { channelNames } from '#lib/channels/channel.ts';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { Attempts } from '#components/approvals/attempts.tsx';
import { StuckActions } from '#components/approvals/stuck-actions.tsx';
import { statusLook } from '#components/approvals/words.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Check } from '#components/ui/check.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';

/** Whether it is among those that something is done with together. */
export interface CardChoice {
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}

/** One message that is stuck: what it is, why, every try, and what may be done. */
export function StuckCard({ approval, choice }: { approval: ApprovalView; choice: CardChoice | null }) {
  const look = statusLook(approval);
  return (
    <article aria-label={`To ${approval.leadName}`} data-row tabIndex={-1} className="rounded-lg border">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1 px-4 pt-3 text-sm">
        {choice && <Check checked={choice.isChosen} shortcut="x" onChange={choice.onChoose}><span className="sr-only">Choose the message to {approval.leadName}</span></Check>}
        <ChannelMark channel={approval.channel} />
        <h3 className="max-w-full truncate text-base font-semibold"><Link href={`/leads/${approval.leadId}`} className="hover:underline">{approval.leadName}</Link></h3>
        <span className="min-w-0 truncate text-ink-3">{approval.recipient} by {channelNames[approval.channel]}</span>
        <span className="ml-auto flex items-center gap-2"><Badge tone={look.tone}>{look.label}</Badge><RelativeTime at={approval.attempts.at(-1)?.startedAt ?? approval.updatedAt} className="text-xs text-ink-3" /></span>
      </header>
      <div className="flex flex-col gap-3 px-4 py-3">
        <div>
          {approval.subject && <p className="font-medium break-words">{approval.subject}</p>}
          <p dir="auto" className="line-clamp-3 max-w-[72ch] break-words whitespace-pre-wrap text-ink-2">{approval.body}</p>
          <Link href={`/inbox?status=${approval.status === 'uncertain' ? 'uncertain' : 'stopped'}&id=${approval.id}`} className="text-sm text-accent-ink hover:underline">Read it whole</Link>
        </div>
        <Attempts approval={approval} />
      </div>
      <footer className="border-t px-4 py-3"><StuckActions approval={approval} /></footer>
    </article>
  );
}
