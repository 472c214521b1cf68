'use client';

import { CircleAlert } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { channelNames } from '#lib/channels/channel.ts';
import type { ChannelTrouble, ChannelView } from '#lib/channels/list-channels.ts';
import { useMay } from '#components/data/use-me.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ClockTime } from '#components/ui/clock-time.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { channelLook, modeWords, sentence, stateWords, troubleWords, untoldTroubles } from './channel-words.ts';
import { cardId, useResume } from './use-resume.ts';

export function ChannelCard({ item, allPaused, onPause }: { item: ChannelView; allPaused: boolean; onPause: (() => void) | null }) {
  const name = channelNames[item.channel];
  const look = channelLook(item, allPaused);
  const { resume, tryNow, problem, isBusy } = useResume(item.channel, name);
  const mayResume = useMay('channel.resume');
  const isOff = item.mode === 'off';
  return (
    <section id={cardId(item.channel)} tabIndex={-1} aria-label={name} className="rounded-lg border outline-none focus-visible:ring-2 focus-visible:ring-ring/30">
      <header className="flex flex-wrap items-center gap-x-2.5 gap-y-2 px-4 py-3">
        <ChannelMark channel={item.channel} className="size-5" />
        <h2 className="text-base font-semibold">{name}</h2>
        <Badge tone={look.tone}>{look.label}</Badge>
        <span className="text-sm text-ink-3">{modeWords[item.mode]}</span>
        {onPause && !isOff && (
          <span className="ml-auto">{item.paused ? <Button disabled={isBusy} onClick={() => void resume()}>Resume</Button> : !allPaused && <Button onClick={onPause}>Pause</Button>}</span>
        )}
      </header>
      {!isOff && (
        <dl className="grid grid-cols-4 gap-x-6 gap-y-2 border-t px-4 py-3 text-sm max-md:grid-cols-2">
          <Fact label="Sends as"><span className="break-words">{item.sender}</span></Fact>
          <Fact label="Worker says">{item.status ? stateWords(item.status.state) : 'Nothing yet'}</Fact>
          <Fact label="Last fetch">{item.status?.lastFetchAt ? <RelativeTime at={item.status.lastFetchAt} /> : 'Not yet'}</Fact>
          <Fact label="Waiting to go out">{item.waiting > 0 ? <Link href={`/inbox?status=scheduled&channel=${item.channel}`} data-figures className="text-accent-ink hover:underline">{item.waiting}</Link> : <span data-figures>0</span>}</Fact>
        </dl>
      )}
      {item.paused && <Line tone="held"><span className="font-medium">Paused.</span> {item.paused.reason} <RelativeTime at={item.paused.at} className="text-xs" /></Line>}
      {item.breaker && !isOff && <Resting item={item} breaker={item.breaker} isBusy={isBusy} onTry={mayResume && !item.paused && !allPaused ? (until) => void tryNow(until) : null} />}
      {untoldTroubles(item).map((trouble) => <Trouble key={trouble.concerns} trouble={trouble} isTried={item.breaker?.state === 'half_open'} />)}
      <ProblemLine problem={problem} />
    </section>
  );
}

/** Sending stops by itself after trouble with the channel, and tries again by itself; what waits keeps its place. */
function Resting({ item, breaker: { until, why }, isBusy, onTry }: { item: ChannelView; breaker: NonNullable<ChannelView['breaker']>; isBusy: boolean; onTry: ((until: string) => void) | null }) {
  if (until === null)
    return (
      <Line tone="held">
        <span className="font-medium">Trying again with one message.</span> {item.waiting > 0 ? 'The others wait until it has gone through.' : 'Nothing waits for it.'}
      </Line>
    );
  return <Line tone="held"><span className="font-medium">Resting until <ClockTime at={until} />:</span> {sentence(why)} Then one message tries whether it works again. {onTry && <Button size="sm" className="ml-1" aria-label={`Try ${channelNames[item.channel]} now`} disabled={isBusy} onClick={() => onTry(until)}>Try now</Button>}</Line>;
}

function Trouble({ trouble, isTried }: { trouble: ChannelTrouble; isTried: boolean }) {
  return (
    <Line tone="failed">
      <span className="font-medium">{trouble.concerns === 'sending' ? 'Sending' : 'Receiving'}:</span> {troubleWords(trouble)} {trouble.nextTryAt && !(isTried && trouble.concerns === 'sending') && <span className="text-xs">Next try <RelativeTime at={trouble.nextTryAt} />.</span>}
    </Line>
  );
}

function Line({ tone, children }: { tone: 'held' | 'failed'; children: ReactNode }) {
  return (
    <p className={tone === 'held' ? 'flex gap-2 border-t bg-held-soft px-4 py-2 text-sm text-held' : 'flex gap-2 border-t bg-failed-soft px-4 py-2 text-sm text-failed'}>
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-3">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
