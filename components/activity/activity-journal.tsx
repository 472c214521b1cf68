'use client';

import { History, SearchX, X } from 'lucide-react';
import type { ActivityView } from '#lib/audit/schema.ts';
import { keys } from '#components/data/keys.ts';
import { useConnection } from '#components/data/live-events.tsx';
import { usePages } from '#components/data/use-pages.ts';
import { useUrl } from '#components/data/use-url.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { Page } from '#components/frame/page.tsx';
import { useRowMoves } from '#components/keyboard/use-row-moves.ts';
import { LeadPicker } from '#components/leads/lead-picker.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreRows, RowsSkeleton } from '#components/ui/list-states.tsx';
import { Select } from '#components/ui/select.tsx';
import { SendsCheckDialog } from './sends-check-dialog.tsx';
import { Timeline } from './timeline.tsx';

/** The journal as people read it. It grows by itself while it is open. */
export function ActivityJournal() {
  const url = useUrl();
  const connection = useConnection();
  const filter = { leadId: url.value('leadId'), actor: url.value('actor'), detail: url.value('detail') || 'main' };
  const list = usePages<ActivityView>([...keys.activity, filter], '/api/events', filter);
  return (
    <Page
      title="Activity"
      count={list.total}
      actions={
        <>
          <Badge tone={connection === 'live' ? 'good' : 'plain'}>{connection === 'live' ? 'Live' : 'Not live'}</Badge>
          <SendsCheckDialog />
        </>
      }
      tools={<JournalTools items={list.items} />}
    >
      <JournalBody list={list} isNarrowed={filter.leadId + filter.actor !== ''} />
    </Page>
  );
}

function JournalTools({ items }: { items: readonly ActivityView[] }) {
  const { value, set } = useUrl();
  const actor = value('actor');
  const leadId = value('leadId');
  const actors = new Map(items.map((item) => [item.actor, item.actorName]));
  if (actor && !actors.has(actor)) actors.set(actor, actor);
  const leadName = items.find((item) => item.leadId === leadId)?.leadName;
  return (
    <>
      {leadId ? (
        <Button title="Of every lead again" onClick={() => set({ leadId: '' })} className="max-w-64"><span className="truncate">{leadName ?? 'One lead'}</span><span className="sr-only">, show every lead again</span><X aria-hidden /></Button>
      ) : (
        <LeadPicker label="Of which lead" onPick={(lead) => set({ leadId: lead.id })} />
      )}
      <Select
        label="By whom"
        value={actor || 'all'}
        onChange={(chosen) => set({ actor: chosen === 'all' ? '' : chosen })}
        options={[{ value: 'all', label: 'By anybody' }, ...[...actors].map(([id, name]) => ({ value: id, label: name }))]}
        className="max-w-52"
      />
      <Select label="How much" value={value('detail') || 'main'} onChange={(detail) => set({ detail: detail === 'main' ? '' : detail })} options={[{ value: 'main', label: 'What matters to people' }, { value: 'all', label: 'Every record' }]} className="sm:ml-auto" />
    </>
  );
}

function JournalBody({ list, isNarrowed }: { list: ReturnType<typeof usePages<ActivityView>>; isNarrowed: boolean }) {
  const { set } = useUrl();
  const box = useRowMoves<HTMLDivElement>();
  if (list.error) return <ProblemState error={list.error} onRetry={list.retry} />;
  if (list.isLoading) return <RowsSkeleton label="Loading the activity" rows={14} />;
  if (list.items.length === 0 && isNarrowed) return <EmptyState icon={<SearchX />} title="Nothing fits" action={<Button onClick={() => set({ leadId: '', actor: '' })}>Show all</Button>} />;
  if (list.items.length === 0) return <EmptyState icon={<History />} title="Nothing happened yet">Everything that is received, decided and sent is written here and stays.</EmptyState>;
  return (
    <div ref={box} className="mx-auto max-w-4xl px-5 pt-1 max-sm:px-4">
      <Timeline items={list.items} />
      <MoreRows shown={list.items.length} total={list.total ?? 0} hasMore={list.hasMore} isLoading={list.isLoadingMore} onMore={list.loadMore} />
    </div>
  );
}
