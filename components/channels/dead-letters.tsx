'use client';

import { MailCheck } from 'lucide-react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { keys } from '#components/data/keys.ts';
import { usePages } from '#components/data/use-pages.ts';
import { Page, Section } from '#components/frame/page.tsx';
import { useRowMoves } from '#components/keyboard/use-row-moves.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreRows } from '#components/ui/list-states.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StuckCard } from './stuck-card.tsx';

type Pages = ReturnType<typeof usePages<ApprovalView>>;

function useStuck(status: 'uncertain' | 'dead_letter'): Pages {
  return usePages<ApprovalView>([...keys.approvals.lists, { page: 'stuck', status }], '/api/approvals', { status, order: 'recent' });
}

/** What did not go out, or of which nobody knows: a person looks at the evidence and decides. */
export function DeadLetters() {
  const uncertain = useStuck('uncertain');
  const dead = useStuck('dead_letter');
  const box = useRowMoves<HTMLDivElement>();
  const failed = [uncertain, dead].find((list) => list.error);
  const isLoading = uncertain.isLoading || dead.isLoading;
  const isEmpty = uncertain.items.length + dead.items.length === 0;
  return (
    <Page title="Dead letters" count={isLoading || failed ? undefined : (uncertain.total ?? 0) + (dead.total ?? 0)} measure="text">
      {failed?.error ? <ProblemState error={failed.error} onRetry={failed.retry} /> : isLoading ? <CardsSkeleton /> : isEmpty ? (
        <EmptyState icon={<MailCheck />} title="Everything that was approved went out">If the channel refuses a message for good, or nobody can tell whether it went out, it waits here for a person.</EmptyState>
      ) : (
        <div ref={box}>
          <Part list={uncertain} title="Uncertain" note="The channel was handed the message and gave no clear answer. Nothing is tried again by itself: it could arrive twice." />
          <Part list={dead} title="Sending failed" note="The channel refused these for good, or every try failed. Taken up again, they return to review and need a new approval." />
        </div>
      )}
    </Page>
  );
}

function Part({ list, title, note }: { list: Pages; title: string; note: string }) {
  if (list.items.length === 0) return null;
  return (
    <Section title={title} note={note}>
      <ul className="flex flex-col gap-3">{list.items.map((approval) => <li key={approval.id}><StuckCard approval={approval} /></li>)}</ul>
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
