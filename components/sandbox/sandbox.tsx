'use client';

import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import type { ChannelList } from '#lib/channels/list-channels.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { Page } from '#components/frame/page.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { RowsSkeleton } from '#components/ui/list-states.tsx';
import { AnswerForm } from './answer-form.tsx';
import { LeadSees } from './lead-sees.tsx';
import { PlayForm } from './play-form.tsx';
import type { Role, Sent } from './role.ts';

/** Plays the other side: writes as a lead, answers as the channel, and shows what reached them. */
export function Sandbox() {
  const { data, error, refetch } = useQuery({ queryKey: keys.channels, queryFn: ({ signal }) => get<ChannelList>('/api/channels', { signal }) });
  const [role, setRole] = useState<Role>({ lead: null, address: '', name: '', channel: 'email' });
  const [sent, setSent] = useState<readonly Sent[]>([]);
  const open = data?.items.filter((each) => each.mode === 'sandbox').map((each) => each.channel) ?? [];
  if (!data) return <Page title="Sandbox">{error ? <ProblemState error={error} onRetry={() => void refetch()} /> : <RowsSkeleton label="Loading the sandbox" rows={4} />}</Page>;
  if (open.length === 0)
    return <Page title="Sandbox"><EmptyState icon={<FlaskConical />} title="The sandbox is off">Channels here talk to real people or to nobody. Start with <code className="font-mono text-xs">RE_SANDBOX=on</code> and without a mailbox to play a lead.</EmptyState></Page>;
  const playing = open.includes(role.channel) ? role : { ...role, channel: open[0] ?? role.channel };
  return (
    <Page title="Sandbox">
      <div className="flex min-h-full max-lg:flex-col">
        <section aria-label="Play the other side" className="w-[26rem] shrink-0 border-r px-5 py-5 max-lg:w-full max-lg:border-r-0 max-lg:border-b max-sm:px-4">
          <h2 className="text-base font-semibold">Write as a lead</h2>
          <p className="mb-4 text-sm text-ink-3">Nothing leaves this machine. What you send arrives as if the lead had written; the worker fetches it within seconds.</p>
          <PlayForm role={playing} channels={open} onRole={(part) => setRole({ ...playing, ...part })} onSent={(line) => setSent((before) => [...before, line])} />
          <h2 className="mt-8 border-t pt-5 text-base font-semibold">Answer as the channel</h2>
          <p className="mb-4 text-sm text-ink-3">In place of taking the next message that is sent. Shows what comes of trouble before there is any.</p>
          <AnswerForm channel={playing.channel} />
        </section>
        <section aria-label="What the lead sees" className="min-w-0 flex-1"><LeadSees role={playing} sent={sent} /></section>
      </div>
    </Page>
  );
}
