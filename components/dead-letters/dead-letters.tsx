'use client';

import { MailCheck, SearchX } from 'lucide-react';
import { useState } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { channels } from '#lib/channels/channel.ts';
import { BulkOutcome } from '#components/approvals/bulk-outcome.tsx';
import type { BulkAction } from '#components/approvals/bulk-words.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { useBulk } from '#components/approvals/use-bulk.ts';
import { channelNames } from '#components/approvals/words.ts';
import { keys } from '#components/data/keys.ts';
import { useMay } from '#components/data/use-me.ts';
import { usePages } from '#components/data/use-pages.ts';
import { useUrl } from '#components/data/use-url.ts';
import { Page, Section } from '#components/frame/page.tsx';
import { useRowMoves } from '#components/keyboard/use-row-moves.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreRows } from '#components/ui/list-states.tsx';
import { SearchBox } from '#components/ui/search-box.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { deadLetterActions, uncertainActions } from './stuck-bulk-actions.ts';
import { StuckCard } from './stuck-card.tsx';

type Pages = ReturnType<typeof usePages<ApprovalView>>;

interface Filter {
  readonly channel: string;
  readonly q: string;
}

function useStuck(status: 'uncertain' | 'dead_letter', { channel, q }: Filter): Pages {
  return usePages<ApprovalView>([...keys.approvals.lists, { page: 'stuck', status, channel, q }], '/api/approvals', { status, order: 'recent', channel: channel || null, q: q || null });
}

/** What did not go out, or of which nobody knows: a person looks at the evidence and decides, one by one or together. */
export function DeadLetters() {
  const { value, set } = useUrl();
  const filter = { channel: channels.find((each) => each === value('channel')) ?? '', q: value('q') ?? '' };
  const uncertain = useStuck('uncertain', filter);
  const dead = useStuck('dead_letter', filter);
  const box = useRowMoves<HTMLDivElement>();
  const failed = [uncertain, dead].find((list) => list.error);
  const isLoading = uncertain.isLoading || dead.isLoading;
  const isEmpty = uncertain.items.length + dead.items.length === 0;
  const isNarrowed = filter.channel !== '' || filter.q !== '';
  const tools = (
    <>
      <SearchBox label="Search recipient, subject, text" value={filter.q} onChange={(q) => set({ q })} />
      <Select label="Channel" value={filter.channel || 'all'} onChange={(channel) => set({ channel: channel === 'all' ? '' : channel })} options={[{ value: 'all', label: 'All channels' }, ...channels.map((each) => ({ value: each, label: channelNames[each] }))]} />
    </>
  );
  return (
    <Page title="Dead letters" count={isLoading || failed ? undefined : (uncertain.total ?? 0) + (dead.total ?? 0)} measure="text" tools={tools}>
      {failed?.error ? <ProblemState error={failed.error} onRetry={failed.retry} /> : isLoading ? <CardsSkeleton /> : isEmpty ? (
        isNarrowed ? <EmptyState icon={<SearchX />} title="Nothing fits">No stuck message fits this search and channel.</EmptyState>
        : <EmptyState icon={<MailCheck />} title="Everything that was approved went out">If the channel refuses a message for good, or nobody can tell whether it went out, it waits here for a person.</EmptyState>
      ) : (
        <div ref={box}>
          <Part list={uncertain} title="Uncertain" note="The channel was handed the message and gave no clear answer. Nothing is tried again by itself: it could arrive twice." permission="uncertain.decide" actions={uncertainActions} />
          <Part list={dead} title="Sending failed" note="The channel refused these for good, or every try failed. What is tried again goes out as it is; what goes back to review can be edited." permission="deadletter.decide" actions={deadLetterActions} />
        </div>
      )}
    </Page>
  );
}

interface PartProps {
  readonly list: Pages;
  readonly title: string;
  readonly note: string;
  readonly permission: 'uncertain.decide' | 'deadletter.decide';
  readonly actions: readonly BulkAction[];
}

function Part({ list, title, note, permission, actions }: PartProps) {
  const mayDecide = useMay(permission);
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const { run, progress, last, clear } = useBulk();
  if (list.items.length === 0 && !last) return null;
  // What left the list meanwhile is not chosen any more.
  const chosen = list.items.filter(({ id }) => ids.has(id));
  const choose = (id: string, isChosen: boolean) => setIds((before) => new Set(isChosen ? [...before, id] : [...before].filter((each) => each !== id)));
  const start = (action: BulkAction, reason: string) => {
    void run(action, chosen, reason);
    setIds(new Set());
  };
  return (
    <Section title={title} note={note}>
      {last && <div className="mb-4"><BulkOutcome run={last}><Button size="sm" tone="quiet" onClick={clear}>Close</Button></BulkOutcome></div>}
      {mayDecide && list.items.length > 1 && <BulkBar chosen={chosen} shown={list.items.length} actions={actions} progress={progress} onAll={() => setIds(new Set(list.items.map(({ id }) => id)))} onNone={() => setIds(new Set())} onRun={start} />}
      <ul className="flex flex-col gap-3">{list.items.map((approval) => <li key={approval.id}><StuckCard approval={approval} choice={mayDecide && list.items.length > 1 ? { isChosen: ids.has(approval.id), onChoose: (isChosen) => choose(approval.id, isChosen) } : null} /></li>)}</ul>
      <MoreRows shown={list.items.length} total={list.total ?? 0} hasMore={list.hasMore} isLoading={list.isLoadingMore} onMore={list.loadMore} />
    </Section>
  );
}

function CardsSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Loading</span>
      {[0, 1].map((card) => <Skeleton key={card} className="h-44 w-full rounded-lg" />)}
    </div>
  );
}
