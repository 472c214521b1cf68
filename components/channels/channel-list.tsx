'use client';

import { useQuery } from '@tanstack/react-query';
import { CirclePause } from 'lucide-react';
import { useState } from 'react';
import { channelNames } from '#lib/channels/channel.ts';
import type { ChannelList as Channels } from '#lib/channels/list-channels.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { useMay } from '#components/data/use-me.ts';
import { Page } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { ChannelCard } from './channel-card.tsx';
import { PauseDialog } from './pause-dialog.tsx';
import { useResume } from './use-resume.ts';

/** Where messages go out and come in, and whether that works. */
export function ChannelList() {
  const { data, error, refetch } = useQuery({ queryKey: keys.channels, queryFn: ({ signal }) => get<Channels>('/api/channels', { signal }), refetchInterval: 30_000 });
  const [pausing, setPausing] = useState<{ channel: string; name: string } | null>(null);
  const mayPause = useMay('channel.pause');
  const actions = mayPause && data && !data.allPaused && <Button tone="danger" onClick={() => setPausing({ channel: 'all', name: 'all channels' })}><CirclePause />Pause all sending</Button>;
  return (
    <Page title="Channels" measure="text" actions={actions || null}>
      {!data && (error ? <ProblemState error={error} onRetry={() => void refetch()} /> : <CardsSkeleton />)}
      {data && (
        <div className="flex flex-col gap-3">
          {data.allPaused && <AllPaused paused={data.allPaused} mayResume={mayPause} />}
          {data.items.map((each) => <ChannelCard key={each.channel} item={each} allPaused={data.allPaused !== null} onPause={mayPause ? () => setPausing({ channel: each.channel, name: channelNames[each.channel] }) : null} />)}
          <p className="text-sm text-ink-3">{data.worker ? <>The worker, which sends and fetches, was last seen: <RelativeTime at={data.worker.seenAt} />.</> : 'The worker, which sends and fetches, has not been seen yet.'}</p>
        </div>
      )}
      {pausing && <PauseDialog channel={pausing.channel} name={pausing.name} onClose={() => setPausing(null)} />}
    </Page>
  );
}

function AllPaused({ paused, mayResume }: { paused: NonNullable<Channels['allPaused']>; mayResume: boolean }) {
  const { resume, isBusy } = useResume('all', 'all channels');
  return (
    <div role="note" className="flex flex-wrap items-center gap-3 rounded-lg bg-held-soft px-4 py-3 text-sm text-held">
      <CirclePause aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 break-words"><span className="font-medium">All sending is paused.</span> {paused.reason} <RelativeTime at={paused.at} className="text-xs" /></p>
      {mayResume && <Button disabled={isBusy} onClick={() => void resume()}>Resume sending</Button>}
    </div>
  );
}

function CardsSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Loading channels</span>
      {[0, 1, 2, 3, 4].map((card) => <Skeleton key={card} className="h-24 w-full rounded-lg" />)}
    </div>
  );
}
