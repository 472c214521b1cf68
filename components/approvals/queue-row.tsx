'use client';

import { memo } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { useMinute } from '#components/ui/relative-time.tsx';
import { lateness, relativeTime } from '#components/ui/time-words.ts';
import { TemperatureBadge } from './temperature.tsx';
import { firstWords, statusLook, waitingInShort } from './words.ts';

export interface QueueRowProps {
  readonly approval: ApprovalView;
  readonly isSelected: boolean;
  /** Its status no longer fits the tab: decided elsewhere while it is being read. */
  readonly isGone: boolean;
  readonly onSelect: (id: string) => void;
}

export const queueRowHeight = 64;

/** Two lines: who, how old, how warm; what it says and why it waits. Nothing in it changes its size. */
export const QueueRow = memo(function QueueRow({ approval, isSelected, isGone, onSelect }: QueueRowProps) {
  const look = statusLook(approval);
  const why = waitingInShort(approval);
  return (
    <button
      type="button"
      id={`row-${approval.id}`}
      aria-current={isSelected ? 'true' : undefined}
      data-approval={approval.id}
      onClick={() => onSelect(approval.id)}
      className={cn(
        'relative flex h-16 w-full flex-col justify-center gap-0.5 border-b pr-3 pl-4 text-left -outline-offset-2',
        isSelected ? 'bg-selected before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent' : 'hover:bg-hover',
        isGone && 'opacity-65',
      )}
    >
      <span className="flex w-full items-center gap-2">
        <ChannelMark channel={approval.channel} />
        <span className={cn('min-w-0 flex-1 truncate text-base', approval.status === 'pending' ? 'font-semibold' : 'font-medium')}>{approval.leadName}</span>
        {approval.status === 'pending' ? <TemperatureBadge temperature={approval.temperature} /> : <Badge tone={look.tone}>{look.label}</Badge>}
        <Age approval={approval} />
      </span>
      <span className="flex w-full min-w-0 items-center gap-1.5 text-sm">
        {why && <span className="max-w-[60%] shrink-0 truncate font-medium text-held">{why}</span>}
        <span className="min-w-0 flex-1 truncate text-ink-3">{approval.subject && <span className="text-ink-2">{approval.subject} · </span>}{firstWords(approval.body)}</span>
      </span>
    </button>
  );
});

/** How long it has waited; amber in the last hour before it is due, red and marked after. */
function Age({ approval }: { approval: ApprovalView }) {
  useMinute();
  const nowMs = Date.now();
  const isOpen = approval.status === 'pending';
  const at = isOpen ? approval.createdAt : (approval.sentAt ?? approval.updatedAt);
  const late = isOpen ? lateness(Date.parse(approval.dueAt), nowMs) : 'in time';
  return (
    <time
      dateTime={at}
      suppressHydrationWarning
      className={cn('w-14 shrink-0 text-right text-xs', late === 'late' ? 'font-medium text-failed' : late === 'soon' ? 'font-medium text-held' : 'text-ink-3')}
    >
      {late === 'late' && <span aria-hidden>● </span>}
      {relativeTime(Date.parse(at), nowMs)}
      {late !== 'in time' && <span className="sr-only">, {late === 'late' ? 'overdue' : 'due soon'}</span>}
    </time>
  );
}
