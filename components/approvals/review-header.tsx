import type { ReactNode } from 'react';
import { channelNames } from '#lib/channels/channel.ts';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { TemperatureBadge } from './temperature.tsx';
import { statusLook, waitingWords } from './words.ts';

/** Who this is about, where, and why it is here. */
export function ReviewHeader({ approval, before, after }: { approval: ApprovalView; before: ReactNode; after: ReactNode }) {
  const look = statusLook(approval);
  const why = approval.status === 'pending' ? waitingWords(approval) : null;
  return (
    <header className="flex min-h-11 shrink-0 items-center gap-2 border-b py-1 pr-2 pl-5 max-sm:pl-1">
      {before}
      <ChannelMark channel={approval.channel} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
        <h2 id="review-title" tabIndex={-1} className="min-w-0 truncate text-base font-semibold outline-none">{approval.leadName}</h2>
        <span className="text-xs text-ink-3">{channelNames[approval.channel]} · <RelativeTime at={approval.createdAt} /></span>
        {why && <span className="truncate text-xs text-held">{why}</span>}
      </div>
      {approval.status === 'pending' ? <TemperatureBadge temperature={approval.temperature} /> : <Badge tone={look.tone}>{look.label}</Badge>}
      {after}
    </header>
  );
}
