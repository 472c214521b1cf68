'use client';

import { MailCheck, SearchX } from 'lucide-react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { useBulk } from '#components/approvals/use-bulk.ts';
import { keys } from '#components/data/keys.ts';
import { usePages } from '#components/data/use-pages.ts';
import { useUrl } from '#components/data/use-url.ts';
import { Page } from '#components/frame/page.tsx';
import { useShortcut } from '#components/keyboard/keyboard-provider.tsx';
import { useRowMoves } from '#components/keyboard/use-row-moves.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { deadLetterActions, uncertainActions } from './stuck-bulk-actions.ts';
import { isNarrowed, noFilter, queryOf, stuckFilter } from './stuck-filter.ts';
import { StuckPart } from './stuck-part.tsx';
import { StuckTools } from './stuck-tools.tsx';
import { useFocusKept } from './use-focus-kept.ts';

function useStuck(status: 'uncertain' | 'dead_letter', query: Readonly<Record<string, string | number>>) {
  return usePages<ApprovalView>([...keys.approvals.lists, { page: 'stuck', status, query }], '/api/approvals', { status, order: 'recent', ...query });
}

/** What did not go out, or of which nobody knows: a person looks at the evidence and decides, one by one or together. */
export function DeadLetters() {
  const { value, set } = useUrl();
  const filter = stuckFilter(value);
  const query = queryOf(filter);
  const uncertain = useStuck('uncertain', query);
  const dead = useStuck('dead_letter', query);
  // Here and not in the parts: what came of it is told when nothing is left to show, too.
  const settling = useBulk();
  const working = useBulk();
  const box = useRowMoves<HTMLDivElement>();
  const noteFocus = useFocusKept(box, [...uncertain.items, ...dead.items].map(({ id }) => id).join());
  useShortcut('choose', () => document.activeElement?.closest('[data-row]')?.querySelector<HTMLElement>('[role="checkbox"]')?.click());
  const failed = [uncertain, dead].find((list) => list.error);
  const isLoading = uncertain.isLoading || dead.isLoading;
  const isEmpty = uncertain.items.length + dead.items.length === 0;
  return (
    <Page title="Dead letters" count={isLoading || failed ? undefined : (uncertain.total ?? 0) + (dead.total ?? 0)} measure="text" tools={<StuckTools filter={filter} onFilter={set} />}>
      {failed?.error ? <ProblemState error={failed.error} onRetry={failed.retry} /> : isLoading ? <CardsSkeleton /> : (
        <div ref={box} tabIndex={-1} onFocus={noteFocus} className="outline-none">
          <StuckPart list={uncertain} bulk={settling} title="Uncertain" note="The channel was handed the message and gave no clear answer. Nothing is tried again by itself: it could arrive twice." permission="uncertain.decide" actions={uncertainActions} filter={null} />
          <StuckPart list={dead} bulk={working} title="Sending failed" note="The channel refused these for good, or every try failed. What is tried again goes out as it is; what goes back to review can be edited." permission="deadletter.decide" actions={deadLetterActions} filter={query} />
          {isEmpty && (isNarrowed(filter)
            ? <EmptyState icon={<SearchX />} title="Nothing fits" action={<Button onClick={() => set(noFilter)}>Show all</Button>}>No stuck message fits what this list is narrowed to.</EmptyState>
            : <EmptyState icon={<MailCheck />} title="Nothing is stuck">If the channel refuses a message for good, or nobody can tell whether it went out, it waits here for a person.</EmptyState>)}
        </div>
      )}
    </Page>
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
