'use client';

import type { ReactNode } from 'react';
import type { LeadDetail } from '#lib/leads/schema.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { RelativeTime, useMinute } from '#components/ui/relative-time.tsx';
import { cityOf } from '#lib/policy/local-time.ts';
import { capital, channelOfAddress } from './lead-words.ts';

/** What is known of somebody. */
export function LeadSide({ lead }: { lead: LeadDetail }) {
  return (
    <div className="grid gap-x-8 gap-y-5 px-5 py-4 text-sm max-lg:grid-cols-2 max-sm:grid-cols-1 max-sm:px-4">
      <Block title="Reach">
        {lead.addresses.length === 0 ? <p className="text-ink-3">No address. Edit the lead to add one.</p> : (
          <ul className="flex flex-col gap-1">
            {lead.addresses.map((address) => (
              <li key={address.kind + address.value} className="flex items-center gap-2">
                <ChannelMark channel={channelOfAddress(address.kind)} className="size-3.5" />
                <span className="min-w-0 break-all">{address.value}</span>
              </li>
            ))}
          </ul>
        )}
      </Block>
      <Block title="About">
        <Pairs
          pairs={[
            ['Local time', lead.timeZone ? <LocalTime key="time" zone={lead.timeZone} /> : 'Zone not known'],
            ...(lead.region || lead.postalCode ? [['Place', [lead.region, lead.postalCode].filter(Boolean).join(' ')] as const] : []),
            ['Owner', lead.ownerName ?? 'Nobody'],
            ['Language', new Intl.DisplayNames('en', { type: 'language' }).of(lead.language) ?? lead.language],
            ...(lead.household ? [['Household', lead.household] as const] : []),
            ['Source', lead.source],
            ['Since', <RelativeTime key="since" at={lead.createdAt} />],
          ]}
        />
      </Block>
      {Object.keys(lead.facts).length > 0 && <Block title="Facts"><Pairs pairs={Object.entries(lead.facts).map(([name, value]) => [capital(name), value] as const)} /></Block>}
      {lead.consents.length > 0 && <Block title="Consent"><Pairs pairs={lead.consents.map(({ channel, source, at }) => [channel === 'all' ? 'All channels' : capital(channel), <>{source} <RelativeTime at={at} className="text-ink-3" /></>] as const)} /></Block>}
      {lead.tags.length > 0 && <Block title="Tags"><p className="flex flex-wrap gap-1">{lead.tags.map((tag) => <Badge key={tag}>{tag}</Badge>)}</p></Block>}
      {lead.note && <Block title="Note"><p className="break-words whitespace-pre-wrap text-ink-2">{lead.note}</p></Block>}
    </div>
  );
}

function LocalTime({ zone }: { zone: string }) {
  useMinute();
  return <time suppressHydrationWarning>{new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone: zone }).format(Date.now())} <span className="text-ink-3">in {cityOf(zone)}</span></time>;
}

function Pairs({ pairs }: { pairs: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[5.5rem_1fr] gap-x-3 gap-y-1">
      {pairs.map(([name, value], i) => (
        <div key={`${name}${i}`} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-1.5 text-xs font-medium text-ink-3">{title}</h2>
      {children}
    </section>
  );
}
