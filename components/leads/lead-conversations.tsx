'use client';

import { ChevronRight, MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { channelNames } from '#lib/channels/channel.ts';
import type { LeadDetail } from '#lib/leads/schema.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Conversation } from '#components/messages/conversation.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { cn } from '#components/ui/cn.ts';

/** What was said, by thread; the newest one is open. */
export function LeadConversations({ lead }: { lead: LeadDetail }) {
  const newest = [...lead.conversations].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  if (newest.length === 0) return <EmptyState icon={<MessagesSquare />} title="Nothing was said yet">Messages from and to {lead.name} appear here.</EmptyState>;
  return <div>{newest.map((conversation, index) => <Thread key={conversation.id} conversation={conversation} startsOpen={index === 0} />)}</div>;
}

function Thread({ conversation, startsOpen }: { conversation: LeadDetail['conversations'][number]; startsOpen: boolean }) {
  const [isOpen, setOpen] = useState(startsOpen);
  return (
    <section className="border-b">
      <h2>
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="flex h-11 w-full items-center gap-2 px-5 text-left text-sm -outline-offset-2 hover:bg-hover max-sm:px-4">
          <ChevronRight aria-hidden className={cn('size-3.5 shrink-0 text-ink-3 transition-transform', isOpen && 'rotate-90')} />
          <ChannelMark channel={conversation.channel} />
          <span className="min-w-0 flex-1 truncate font-medium">{conversation.title ?? channelNames[conversation.channel]}</span>
          <RelativeTime at={conversation.startedAt} className="shrink-0 text-xs text-ink-3" />
        </button>
      </h2>
      {isOpen && <div className="max-w-[46rem] px-5 pt-2 pb-6 max-sm:px-4"><Conversation id={conversation.id} /></div>}
    </section>
  );
}
