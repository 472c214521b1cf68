'use client';

import Link from 'next/link';
import type { DncView } from '#lib/dnc/schema.ts';
import { useMay } from '#components/data/use-me.ts';
import { useRowMoves } from '#components/keyboard/use-row-moves.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Clipped } from '#components/ui/clipped.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { channelWords, kindNames, sourceWords } from './dnc-words.ts';

export function DncTable({ entries, onRemove }: { entries: readonly DncView[]; onRemove: (entry: DncView) => void }) {
  const list = useRowMoves<HTMLTableSectionElement>();
  const mayRemove = useMay('dnc.remove');
  return (
    <Table className="table-fixed">
      <thead>
        <tr>
          <Th className="w-[30%] pl-5 max-xl:w-[26%] max-sm:w-auto max-sm:pl-4">Who</Th>
          <Th className="w-24 max-md:hidden">Kind</Th>
          <Th className="w-32 max-sm:hidden">Channel</Th>
          <Th className="max-sm:hidden">Reason</Th>
          <Th className="w-60 max-xl:w-44 max-lg:hidden">Added</Th>
          <Th className="w-28 pr-5 max-sm:pr-4"><span className="sr-only">Actions</span></Th>
        </tr>
      </thead>
      <tbody ref={list}>
        {entries.map((entry) => <DncRow key={entry.id} entry={entry} onRemove={mayRemove && entry.status === 'active' ? () => onRemove(entry) : null} />)}
      </tbody>
    </Table>
  );
}

function DncRow({ entry, onRemove }: { entry: DncView; onRemove: (() => void) | null }) {
  const reason = entry.status === 'removed' ? `Taken off by ${entry.removedByName ?? 'somebody'}: ${entry.removalReason ?? ''}` : entry.reason;
  return (
    <Tr>
      <Td className="h-11 pl-5 max-sm:h-14 max-sm:pl-4">
        {entry.kind === 'lead'
          ? <Link data-row href={`/leads/${entry.value}`} className="block truncate font-medium hover:underline">{entry.leadName ?? entry.value}</Link>
          : <Tooltip text={<span className="min-w-0 break-all">{entry.value}</span>}><span data-row tabIndex={-1} className="block truncate font-medium">{entry.kind === 'erased' ? 'Somebody who was erased' : entry.value}</span></Tooltip>}
        <p className="truncate text-xs text-ink-3 sm:hidden">{channelWords(entry.channel)} · {reason}</p>
      </Td>
      <Td className="text-ink-2 max-md:hidden">{kindNames[entry.kind]}</Td>
      <Td className="max-sm:hidden"><span className="flex"><Badge>{channelWords(entry.channel)}</Badge></span></Td>
      <Td className="max-sm:hidden"><Clipped text={reason} className="line-clamp-2 break-words whitespace-normal text-ink-2" /></Td>
      <Td className="max-lg:hidden">
        <span className="block truncate text-ink-2">{entry.addedByName}</span>
        <span className="block text-xs break-words text-ink-3"><RelativeTime at={entry.addedAt} /> · {sourceWords(entry.source)}</span>
      </Td>
      <Td className="pr-5 text-right max-sm:pr-4">{onRemove && <Button size="sm" tone="quiet" aria-label={`Take off: ${entry.leadName ?? entry.value}`} onClick={onRemove}>Take off</Button>}</Td>
    </Tr>
  );
}
