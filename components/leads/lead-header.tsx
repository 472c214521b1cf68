'use client';

import { Ban, ChevronLeft, PenLine, Pencil } from 'lucide-react';
import Link from 'next/link';
import type { LeadDetail } from '#lib/leads/schema.ts';
import { TemperatureBadge } from '#components/approvals/temperature.tsx';
import { useMay } from '#components/data/use-me.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { entryWords, isResting, stageNames, stageTone } from './lead-words.ts';

export function LeadHeader({ lead, onOpen }: { lead: LeadDetail; onOpen: (what: 'edit' | 'draft' | 'dnc') => void }) {
  const mayWrite = useMay('lead.write');
  const mayDraft = useMay('draft.create');
  const mayBlock = useMay('dnc.add');
  const isBlocked = lead.dnc.some((entry) => entry.kind === 'lead' && entry.channel === 'all');
  const isClosed = isResting(lead.stage);
  return (
    <header className="shrink-0 border-b">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-3 max-sm:px-4">
        <Tooltip text="All leads"><Button asChild tone="quiet" size="icon-sm" className="-ml-2"><Link href="/leads" aria-label="All leads"><ChevronLeft /></Link></Button></Tooltip>
        <h1 className="max-w-full min-w-0 text-lg leading-6 font-semibold break-words">{lead.name}</h1>
        <span className="flex flex-wrap items-center gap-1.5"><TemperatureBadge temperature={lead.temperature} /><Badge tone={stageTone(lead.stage)}>{stageNames[lead.stage]}</Badge></span>
        <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:ml-0 max-sm:w-full">
          {mayBlock && !isBlocked && <Button tone="danger" onClick={() => onOpen('dnc')}><Ban />Do not contact</Button>}
          {mayWrite && <Button onClick={() => onOpen('edit')}><Pencil />Edit</Button>}
          {mayDraft && <Button tone="primary" disabled={isClosed || isBlocked} onClick={() => onOpen('draft')}><PenLine />Write a draft</Button>}
        </div>
      </div>
      <DncBanner entries={lead.dnc} />
      {isClosed && <p className="border-t bg-held-soft px-5 py-1.5 text-sm text-held max-sm:px-4">At the stage {stageNames[lead.stage].toLowerCase()}: nothing is drafted or sent to them.</p>}
    </header>
  );
}

function DncBanner({ entries }: { entries: LeadDetail['dnc'] }) {
  if (entries.length === 0) return null;
  return (
    <div role="note" className="border-t bg-failed-soft px-5 py-2 text-sm text-failed max-sm:px-4">
      {entries.map((entry) => (
        <p key={entry.id} className="flex items-start gap-2">
          <Ban aria-hidden className="mt-[3px] size-3.5 shrink-0" />
          <span className="min-w-0 break-words">
            <span className="font-medium">{entryWords(entry)}</span>: {entry.reason}
          </span>
          <Link href={`/dnc?q=${encodeURIComponent(entry.value)}`} className="ml-auto shrink-0 underline-offset-2 hover:underline">On the list</Link>
        </p>
      ))}
    </div>
  );
}
