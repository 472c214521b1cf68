'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CirclePause, FlaskConical, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ChannelList } from '#lib/channels/list-channels.ts';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { useConnection } from '#components/data/live-events.tsx';
import { sentence, waitingWords } from '#components/channels/channel-words.ts';
import { ClockTime } from '#components/ui/clock-time.tsx';
import { cn } from '#components/ui/cn.ts';
import { TableEditNotice } from './table-edit-notice.tsx';
import { channelTroubles, isSandboxOnly, readTroubles, restingChannels, uncertainTrouble, type Rest } from './troubles.ts';
import { useCounts } from './use-counts.ts';

/** Lines above everything: where messages go, and what does not work, with what to check. */
export function Banners() {
  const connection = useConnection();
  const channels = useQuery({ queryKey: keys.channels, queryFn: ({ signal }) => get<ChannelList>('/api/channels', { signal }), refetchInterval: 30_000 });
  const ready = useQuery({ queryKey: keys.ready, queryFn: readReadiness, refetchInterval: 15_000 });
  const { uncertain = 0 } = useCounts();
  const troubles = [...(ready.data ? readTroubles(ready.data) : []), ...(channels.data ? channelTroubles(channels.data) : []), ...uncertainTrouble(uncertain)];
  return (
    <section aria-label="Notices" className="shrink-0">
      {channels.data && isSandboxOnly(channels.data) && <Banner tone="note" icon={<FlaskConical />}>Sandbox: nothing leaves this machine</Banner>}
      <div role="status" aria-live="polite">
        {connection === 'lost' && <Banner tone="trouble" icon={<WifiOff />}>The connection is lost. What you see may be old; it catches up by itself.</Banner>}
        {connection !== 'lost' && troubles.map((trouble) => <Banner key={trouble} tone="trouble" icon={<CircleAlert />}>{trouble}</Banner>)}
        {connection !== 'lost' && channels.data && restingChannels(channels.data).map((rest) => <Banner key={rest.name} tone="note" icon={<CirclePause />}><Resting rest={rest} /></Banner>)}
      </div>
      <TableEditNotice />
    </section>
  );
}

function Resting({ rest: { name, until, why, waiting } }: { rest: Rest }) {
  const left = waitingWords(waiting);
  if (until === null) return <>{name} is being tried again with one message; the others wait until it has gone through. {left}</>;
  return <>{name} is resting until <ClockTime at={until} />: {sentence(why)} {left}</>;
}

/** Readiness answers 503 with the same body when something is wrong, so it is read whatever the status. */
async function readReadiness({ signal }: { signal: AbortSignal }): Promise<unknown> {
  const answer = await fetch('/api/health/ready', { signal, cache: 'no-store' });
  return answer.json();
}

function Banner({ tone, icon, children }: { tone: 'note' | 'trouble'; icon: ReactNode; children: ReactNode }) {
  return (
    <p className={cn('flex min-h-7 items-center justify-center gap-1.5 border-b px-3 py-1 text-center text-xs font-medium [&_svg]:size-3.5 [&_svg]:shrink-0', tone === 'note' ? 'bg-held-soft text-held' : 'bg-failed-soft text-failed')}>
      <span aria-hidden>{icon}</span>
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}
