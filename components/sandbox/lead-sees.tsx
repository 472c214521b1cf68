'use client';

import { useQueries, useQuery } from '@tanstack/react-query';
import { MessageCircleDashed } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Delivered } from '#lib/channels/sandbox/list-outbox.ts';
import type { ConversationView } from '#lib/messages/schema.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { useLead } from '#components/approvals/use-approval.ts';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { cn } from '#components/ui/cn.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { RowsSkeleton } from '#components/ui/list-states.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { exchange, type Line } from './exchange.ts';
import type { Role, Sent } from './role.ts';

/** The conversation from the other side: what they wrote and what reached them. Follows the journal. */
export function LeadSees({ role, sent }: { role: Role; sent: readonly Sent[] }) {
  const outbox = useQuery({ queryKey: keys.sandbox.outbox, queryFn: ({ signal }) => get<{ items: Delivered[] }>('/api/sandbox/outbox', { signal }) });
  const lead = useLead(role.lead?.id);
  const conversations = useQueries({
    queries: (lead.data?.conversations ?? []).map(({ id }) => ({ queryKey: keys.conversations.one(id), queryFn: ({ signal }: { signal: AbortSignal }) => get<ConversationView>(`/api/conversations/${id}`, { signal }) })),
  });
  if (outbox.error && !outbox.data) return <ProblemState error={outbox.error} onRetry={() => void outbox.refetch()} />;
  if (role.lead && (!lead.data || conversations.some((each) => each.isPending)) && !lead.error) return <RowsSkeleton label="Loading the conversation" rows={5} />;
  const written = conversations.flatMap((each) => each.data?.messages ?? []).filter((message) => message.kind === 'message');
  const addresses = role.lead ? role.lead.addresses.map((address) => address.value) : [role.address.trim().toLowerCase()];
  const unknown = role.lead ? [] : sent.filter((line) => line.address === role.address);
  const lines = [...exchange(written, outbox.data?.items ?? [], addresses), ...unknown].sort((a, b) => a.at.localeCompare(b.at));
  const who = role.lead?.name ?? (role.name || 'somebody unknown');
  return (
    <div className="flex h-full flex-col">
      <h2 className="border-b px-5 py-2.5 text-sm text-ink-3 max-sm:px-4">As <span className="font-medium text-ink">{who}</span> sees it</h2>
      {lines.length === 0 ? (
        <EmptyState icon={<MessageCircleDashed />} title={role.lead ? 'Nothing yet' : 'Choose a lead, or write as somebody unknown'}>
          {role.lead ? 'Write something, then review the draft in the inbox. What you approve arrives here.' : 'What an unknown person writes becomes a contact card for the team.'}
        </EmptyState>
      ) : <Lines lines={lines} />}
    </div>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [lines.length]);
  return (
    <ol aria-live="polite" className="flex flex-col gap-4 px-5 py-5 max-sm:px-4">
      {lines.map((line) => (
        <li key={line.id} className={cn('flex max-w-[34rem] min-w-0 flex-col gap-1', line.side === 'lead' ? 'items-end self-end' : 'self-start')}>
          <div className={cn('max-w-full rounded-lg px-3.5 py-2.5', line.side === 'lead' ? 'bg-selected' : 'border bg-surface dark:bg-raised')}>
            {line.subject && <p className="text-sm font-semibold break-words">{line.subject}</p>}
            <p dir="auto" className="line-clamp-[20] text-base break-words whitespace-pre-wrap">{line.text}</p>
          </div>
          <p className="flex items-center gap-1.5 px-1 text-xs text-ink-3"><ChannelMark channel={line.channel} className="size-3" />{line.side === 'lead' ? 'They wrote' : line.template ? `Delivered as the template ${line.template}` : 'Delivered'} <RelativeTime at={line.at} /></p>
        </li>
      ))}
      <li aria-hidden><div ref={end} /></li>
    </ol>
  );
}
