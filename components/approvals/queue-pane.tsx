'use client';

import { ChevronDown, Gauge, Inbox as InboxIcon, SearchX, X } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { channelNames, channels, isChannel } from '#lib/channels/channel.ts';
import { useShortcut } from '#components/keyboard/keyboard-provider.tsx';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Input } from '#components/ui/field.tsx';
import { Menu, MenuChoice } from '#components/ui/menu.tsx';
import { Select } from '#components/ui/select.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { searchLengthMax } from '#components/ui/search-length.ts';
import { useTyped } from '#components/ui/use-typed.ts';
import { countOf, tabs, type InboxFilter } from './inbox-filter.ts';
import { emptyWords } from './empty-words.ts';
import { ForecastDialog } from './forecast-dialog.tsx';
import { ProblemState } from './problem-state.tsx';
import { QueueList } from './queue-list.tsx';
import { QueueSkeleton } from './queue-skeleton.tsx';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import type { Queue } from './use-queue.ts';

export interface QueuePaneProps {
  readonly queue: Queue;
  readonly rows: readonly ApprovalView[];
  readonly filter: InboxFilter;
  readonly onFilter: (change: Partial<InboxFilter>) => void;
  readonly onSelect: (id: string) => void;
}

/** What waits, by status, channel and words. */
export function QueuePane({ queue, rows, filter, onFilter, onSelect }: QueuePaneProps) {
  return (
    <section aria-label="Drafts" className="flex h-full min-h-0 flex-col">
      <h1 className="sr-only">Inbox</h1>
      <QueueTabs queue={queue} filter={filter} onFilter={onFilter} />
      <QueueTools filter={filter} onFilter={onFilter} />
      <div role="status" aria-live="polite" className="relative z-10">
        {queue.arrivals > 0 && (
          <button type="button" onClick={queue.letIn} className="absolute top-2 left-1/2 flex h-7 -translate-x-1/2 items-center rounded-full bg-raised px-3 text-xs font-medium whitespace-nowrap text-accent-ink shadow-float hover:bg-hover max-sm:h-11 animate-appear">
            {queue.arrivals} new
            <span className="sr-only"> in the queue, show them</span>
          </button>
        )}
      </div>
      <QueueBody queue={queue} rows={rows} filter={filter} onFilter={onFilter} onSelect={onSelect} />
    </section>
  );
}

function QueueBody({ queue, rows, filter, onFilter, onSelect }: QueuePaneProps) {
  if (queue.error) return <ProblemState error={queue.error} onRetry={() => void queue.retry()} />;
  if (queue.isLoading) return <QueueSkeleton />;
  if (rows.length > 0)
    return <QueueList rows={rows} selectedId={filter.id} tab={filter.tab} total={queue.total} hasMore={queue.hasMore && !queue.isLoadingMore} onMore={() => void queue.loadMore()} onSelect={onSelect} />;
  const isNarrowed = filter.q !== '' || filter.channel !== null;
  if (isNarrowed)
    return (
      <EmptyState icon={<SearchX />} title="Nothing fits" action={<Button onClick={() => onFilter({ q: '', channel: null })}>Show all</Button>}>
        No draft here matches what you asked for.
      </EmptyState>
    );
  const words = emptyWords(filter.tab);
  return <EmptyState icon={<InboxIcon />} title={words.title}>{words.detail}</EmptyState>;
}

const upFront = tabs.slice(0, 3);
const folded = tabs.slice(3);

function QueueTabs({ queue, filter, onFilter }: Pick<QueuePaneProps, 'queue' | 'filter' | 'onFilter'>) {
  const foldedTab = folded.find((tab) => tab.id === filter.tab);
  const look = (isHere: boolean) => cn('-mb-px flex h-11 items-center gap-1.5 border-b-2 px-1.5 text-sm whitespace-nowrap @max-[21rem]:px-1 @max-[17rem]:px-0.5 @max-[17rem]:text-xs', isHere ? 'border-accent font-medium text-ink' : 'border-transparent text-ink-2 hover:text-ink');
  const count = (tab: (typeof tabs)[number]) => countOf(tab, queue.counts);
  return (
    <nav aria-label="By status" className="@container flex shrink-0 gap-0.5 border-b px-2">
      {upFront.map((tab) => (
        <button key={tab.id} type="button" aria-current={tab.id === filter.tab ? 'page' : undefined} onClick={() => onFilter({ tab: tab.id, id: null })} className={look(tab.id === filter.tab)}>
          {tab.label}
          <span data-figures className={cn('text-xs font-normal', tab.id === 'uncertain' && (count(tab) ?? 0) > 0 ? 'text-uncertain' : 'text-ink-3 @max-[21rem]:hidden')}>{count(tab) ?? ''}</span>
        </button>
      ))}
      <Menu
        align="end"
        trigger={
          <button type="button" aria-current={foldedTab ? 'page' : undefined} className={cn(look(foldedTab !== undefined), 'ml-auto')}>
            {foldedTab?.label ?? 'More'}
            <ChevronDown aria-hidden className="size-3.5 text-ink-3" />
          </button>
        }
      >
        <MenuChoice
          value={filter.tab}
          onChange={(value) => onFilter({ tab: tabs.find((tab) => tab.id === value)?.id ?? 'pending', id: null })}
          options={folded.map((tab) => ({ value: tab.id, label: <><span className="flex-1">{tab.label}</span><span data-figures className="text-xs text-ink-3">{count(tab) ?? ''}</span></> }))}
        />
      </Menu>
    </nav>
  );
}

function QueueTools({ filter, onFilter }: Pick<QueuePaneProps, 'filter' | 'onFilter'>) {
  const box = useRef<HTMLInputElement>(null);
  const [isForecast, setForecast] = useState(false);
  const search = useCallback((q: string) => onFilter({ q }), [onFilter]);
  const { text, type, clear } = useTyped(filter.q, search);
  useShortcut('search', () => box.current?.focus());
  return (
    <search className="flex shrink-0 items-center gap-1.5 border-b p-2">
      <div className="relative min-w-0 flex-1">
        <Input
          ref={box}
          value={text}
          maxLength={searchLengthMax}
          aria-label="Search drafts"
          aria-keyshortcuts="/"
          placeholder="Search"
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            if (text) clear();
            else event.currentTarget.blur();
          }}
          className="h-7 pr-7 text-sm"
        />
        {text && <button type="button" aria-label="Clear the search" onClick={clear} className="absolute inset-y-0 right-0 flex w-7 items-center justify-center text-ink-3 hover:text-ink"><X className="size-3.5" /></button>}
      </div>
      <Select
        label="Channel"
        value={filter.channel ?? 'all'}
        onChange={(value) => onFilter({ channel: isChannel(value) ? value : null, id: null })}
        className="h-7 max-w-36"
        options={[{ value: 'all', label: 'All channels' }, ...channels.map((channel) => ({ value: channel, label: channelNames[channel], mark: <ChannelMark channel={channel} className="size-3.5" /> }))]}
      />
      {filter.tab === 'pending' && <Tooltip text="What would come of approving all"><Button tone="quiet" size="icon" aria-label="What would come of approving all" onClick={() => setForecast(true)} className="size-7 max-sm:size-11"><Gauge /></Button></Tooltip>}
      {isForecast && <ForecastDialog channel={filter.channel} q={filter.q} onClose={() => setForecast(false)} />}
    </search>
  );
}
