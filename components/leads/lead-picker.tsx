'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { ChevronDown } from 'lucide-react';
import { Popover as Radix } from 'radix-ui';
import { useState } from 'react';
import type { LeadList, LeadView } from '#lib/leads/schema.ts';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { searchLengthMax } from '#components/ui/search-length.ts';

export interface LeadPickerProps {
  readonly label: string;
  readonly chosen?: Pick<LeadView, 'id' | 'name'> | null;
  readonly onPick: (lead: LeadView) => void;
  readonly className?: string;
}

/** Finds a lead by name or address. */
export function LeadPicker({ label, chosen = null, onPick, className }: LeadPickerProps) {
  const [open, setOpen] = useState(false);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <Button aria-label={chosen ? `${label}: ${chosen.name}` : label} className={cn('justify-between font-normal', className)}>
          <span className={cn('truncate', !chosen && 'text-ink-2')}>{chosen?.name ?? label}</span>
          <ChevronDown className="text-ink-3" />
        </Button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content role="dialog" aria-label={label} align="start" sideOffset={4} collisionPadding={8} className="z-50 w-80 max-w-[calc(100vw-1rem)] overflow-hidden rounded-lg bg-raised shadow-float animate-appear">
          <Found
            label={label}
            onPick={(lead) => {
              setOpen(false);
              onPick(lead);
            }}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Found({ label, onPick }: { label: string; onPick: (lead: LeadView) => void }) {
  const [q, setQ] = useState('');
  const { data, error } = useQuery({
    queryKey: keys.leads.list({ q, pick: 'yes' }),
    queryFn: ({ signal }) => get<LeadList>('/api/leads', { query: { q, limit: 20, order: 'recent' }, signal }),
    placeholderData: keepPreviousData,
  });
  const words = error && !data ? 'The leads could not be asked for.' : data ? 'Nobody by that name.' : 'Looking…';
  return (
    <Command label={label} shouldFilter={false} loop>
      <Command.Input autoFocus maxLength={searchLengthMax} value={q} onValueChange={setQ} placeholder="Name or address" className="h-10 w-full border-b bg-transparent px-3 text-base outline-none placeholder:text-ink-3 max-sm:h-12 max-sm:text-lg" />
      <Command.List className="max-h-72 overflow-y-auto p-1">
        {(data?.items.length ?? 0) === 0 && <p role="status" className="px-2 py-6 text-center text-sm text-ink-3">{words}</p>}
        {data?.items.map((lead) => (
          <Command.Item key={lead.id} value={lead.id} onSelect={() => onPick(lead)} className="flex h-10 flex-col justify-center rounded-md px-2 text-sm select-none data-[selected=true]:bg-pressed max-sm:h-12">
            <span className="truncate leading-4 font-medium">{lead.name}</span>
            <span className="truncate text-xs text-ink-3">{lead.addresses[0]?.value ?? 'No address'}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
