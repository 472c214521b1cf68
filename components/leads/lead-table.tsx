'use client';

import { Ban } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { LeadView } from '#lib/leads/schema.ts';
import { TemperatureBadge } from '#components/approvals/temperature.tsx';
import { useRowMoves } from '#components/keyboard/use-row-moves.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { channelOfAddress, dncWords, stageNames, stageTone } from './lead-words.ts';

export function LeadTable({ leads }: { leads: readonly LeadView[] }) {
  const list = useRowMoves<HTMLTableSectionElement>();
  return (
    <Table className="table-fixed">
      <thead>
        <tr>
          <Th className="w-[28%] pl-5 max-lg:w-[36%] max-sm:w-auto max-sm:pl-4">Name</Th>
          <Th className="w-28">Temperature</Th>
          <Th className="w-28 max-sm:hidden">Stage</Th>
          <Th className="max-sm:hidden">Reach</Th>
          <Th className="w-44 max-xl:hidden">Tags</Th>
          <Th className="w-36 max-lg:hidden">Owner</Th>
          <Th className="w-24 pr-5 text-right max-sm:hidden">Changed</Th>
        </tr>
      </thead>
      <tbody ref={list}>{leads.map((lead) => <LeadRow key={lead.id} lead={lead} />)}</tbody>
    </Table>
  );
}

/** The whole row leads to the lead for a pointer; the name is the link for everybody. */
function LeadRow({ lead }: { lead: LeadView }) {
  const router = useRouter();
  const href = `/leads/${lead.id}`;
  const dnc = dncWords(lead);
  return (
    <Tr onClick={(event) => event.defaultPrevented || event.metaKey || event.ctrlKey || router.push(href)}>
      <Td className="h-11 pl-5 max-sm:h-14 max-sm:pl-4">
        <div className="flex min-w-0 items-center gap-2">
          <Link href={href} data-row onClick={(event) => event.stopPropagation()} className="truncate font-medium hover:underline">{lead.name}</Link>
          {dnc && <Badge tone={dnc.tone} className="min-w-0 shrink truncate"><Ban aria-hidden />{dnc.words}</Badge>}
        </div>
        <p className="truncate text-xs text-ink-3 sm:hidden">{stageNames[lead.stage]}{lead.addresses[0] && ` · ${lead.addresses[0].value}`}</p>
      </Td>
      <Td><span className="flex"><TemperatureBadge temperature={lead.temperature} /></span></Td>
      <Td className="max-sm:hidden"><span className="flex"><Badge tone={stageTone(lead.stage)}>{stageNames[lead.stage]}</Badge></span></Td>
      <Td className="max-sm:hidden"><Reach addresses={lead.addresses} /></Td>
      <Td className="max-xl:hidden"><Tags tags={lead.tags} /></Td>
      <Td className="truncate text-ink-2 max-lg:hidden">{lead.ownerName ?? <span className="text-ink-3">Nobody</span>}</Td>
      <Td className="pr-5 text-right text-xs text-ink-3 max-sm:hidden"><RelativeTime at={lead.updatedAt} /></Td>
    </Tr>
  );
}

function Reach({ addresses }: { addresses: LeadView['addresses'] }) {
  const [first, ...rest] = addresses;
  if (!first) return <span className="text-ink-3">No address</span>;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <ChannelMark channel={channelOfAddress(first.kind)} className="size-3.5" />
      <span className="truncate text-ink-2" title={first.value}>{first.value}</span>
      {rest.slice(0, 3).map((address) => <ChannelMark key={address.kind + address.value} channel={channelOfAddress(address.kind)} className="size-3.5" />)}
      {rest.length > 3 && <span className="shrink-0 text-xs text-ink-3">+{rest.length - 3}</span>}
    </span>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  const [first, ...rest] = tags;
  if (!first) return null;
  return (
    <span className="flex min-w-0 items-center gap-1">
      <Badge className="max-w-28 shrink truncate">{first}</Badge>
      {rest.length > 0 && <Tooltip text={tags.join(', ')}><span tabIndex={0} className="rounded-sm text-xs text-ink-3">+{rest.length}<span className="sr-only"> more: {rest.join(', ')}</span></span></Tooltip>}
    </span>
  );
}
