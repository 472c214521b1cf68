'use client';

import { Ban } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import type { LeadDetail } from '#lib/leads/schema.ts';
import { dncWords, entryWords } from '#components/leads/lead-words.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { RelativeTime, useMinute } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { cityOf } from '#lib/policy/local-time.ts';
import { ProblemState } from './problem-state.tsx';
import { TemperatureBadge } from './temperature.tsx';
import { useLead } from './use-approval.ts';

/** Who the draft goes to: what is known, what forbids contact, what else is under way. */
export function LeadContext({ approval }: { approval: ApprovalView | undefined }) {
  const { data: lead, error, refetch } = useLead(approval?.leadId);
  if (!approval) return null;
  if (!lead) return error ? <ProblemState error={error} onRetry={() => void refetch()} /> : <LeadSkeleton />;
  return (
    <div className="flex flex-col gap-5 p-4 text-sm">
      <header>
        <h2 className="text-lg font-semibold break-words"><Link href={`/leads/${lead.id}`} className="hover:underline">{lead.name}</Link></h2>
        <p className="mt-1 flex flex-wrap items-center gap-1.5"><TemperatureBadge temperature={lead.temperature} /><Badge>{stageWords(lead.stage)}</Badge>{lead.tags.map((tag) => <Badge key={tag}>{tag}</Badge>)}</p>
      </header>
      <DncWarning lead={lead} />
      <Block title="Reach">
        <ul className="flex flex-col gap-1">
          {lead.addresses.map((address) => (
            <li key={`${address.kind}${address.value}`} className="flex items-center gap-2">
              <ChannelMark channel={address.kind === 'phone' ? 'whatsapp' : address.kind} className="size-3.5" />
              <span className="min-w-0 break-words">{address.value}</span>
            </li>
          ))}
        </ul>
      </Block>
      <Facts lead={lead} />
      {lead.note && <Block title="Note"><p className="whitespace-pre-wrap text-ink-2">{lead.note}</p></Block>}
      <Others lead={lead} except={approval.id} />
    </div>
  );
}

function stageWords(stage: string): string {
  const words = stage.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function DncWarning({ lead }: { lead: LeadDetail }) {
  const dnc = dncWords(lead);
  if (!dnc) return null;
  return (
    <div role="note" className="rounded-md bg-failed-soft p-3 text-failed">
      <p className="flex items-center gap-1.5 font-medium"><Ban aria-hidden className="size-4" />{dnc.words}</p>
      {lead.dnc.map((entry) => <p key={entry.id} className="mt-1 text-xs break-words">{entryWords(entry)}: {entry.reason}</p>)}
    </div>
  );
}

function Facts({ lead }: { lead: LeadDetail }) {
  const rows: [string, ReactNode][] = [
    ...(lead.timeZone ? [['Local time', <LocalTime key="time" zone={lead.timeZone} />] as [string, ReactNode]] : []),
    ...(lead.ownerName ? [['Owner', lead.ownerName] as [string, ReactNode]] : []),
    ...(lead.language === 'en' ? [] : [['Language', new Intl.DisplayNames('en', { type: 'language' }).of(lead.language) ?? lead.language] as [string, ReactNode]]),
    ...Object.entries(lead.facts).map(([name, value]): [string, ReactNode] => [stageWords(name), value]),
    ['Source', lead.source],
  ];
  return (
    <Block title="About">
      <dl className="grid grid-cols-[5.5rem_1fr] gap-x-3 gap-y-1">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </Block>
  );
}

function LocalTime({ zone }: { zone: string }) {
  useMinute();
  return <time suppressHydrationWarning>{new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone: zone }).format(Date.now())} <span className="text-ink-3">in {cityOf(zone)}</span></time>;
}

function Others({ lead, except }: { lead: LeadDetail; except: string }) {
  const others = lead.approvals.filter((each) => each.id !== except).slice(0, 6);
  if (others.length === 0) return null;
  return (
    <Block title="Other drafts">
      <ul className="flex flex-col">
        {others.map((each) => (
          <li key={each.id}>
            <Link href={`/inbox?status=${each.status}&id=${each.id}`} className="-mx-2 flex items-center gap-2 rounded-md px-2 py-1 hover:bg-hover">
              <ChannelMark channel={each.channel} className="size-3.5" />
              <span className="min-w-0 flex-1 truncate">{each.subject ?? each.firstWords}</span>
              <span className="shrink-0 text-xs text-ink-3">{stageWords(each.status)} · <RelativeTime at={each.updatedAt} /></span>
            </Link>
          </li>
        ))}
      </ul>
    </Block>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 text-xs font-medium text-ink-3">{title}</h3>
      {children}
    </section>
  );
}

function LeadSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3 p-4">
      <span className="sr-only">Loading the lead</span>
      <Skeleton className="h-5 w-36" />
      <Skeleton className="h-4 w-24" />
      <Skeleton className="mt-4 h-3.5 w-full" />
      <Skeleton className="h-3.5 w-3/4" />
    </div>
  );
}
