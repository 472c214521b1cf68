'use client';

import { CircleUserRound } from 'lucide-react';
import type { ContactView } from '#lib/leads/schema.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { keys } from '#components/data/keys.ts';
import { usePages } from '#components/data/use-pages.ts';
import { useUrl } from '#components/data/use-url.ts';
import { Page } from '#components/frame/page.tsx';
import { useRowMoves } from '#components/keyboard/use-row-moves.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreRows } from '#components/ui/list-states.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { ContactCard } from './contact-card.tsx';

const statusOptions = [{ value: 'open', label: 'To decide' }, { value: 'became_lead', label: 'Became leads' }, { value: 'dismissed', label: 'Dismissed' }];

/** People nobody knows who wrote to us; somebody looks and decides. */
export function ContactList() {
  const { value, set } = useUrl();
  const status = value('status') || 'open';
  const list = usePages<ContactView>([...keys.contacts, { status }], '/api/contacts', { status });
  return (
    <Page title="Contacts" count={list.total} actions={<Select label="Which contacts" value={status} options={statusOptions} onChange={(chosen) => set({ status: chosen === 'open' ? '' : chosen })} />}>
      <ContactRows list={list} status={status} />
    </Page>
  );
}

function ContactRows({ list, status }: { list: ReturnType<typeof usePages<ContactView>>; status: string }) {
  const box = useRowMoves<HTMLUListElement>();
  if (list.error) return <ProblemState error={list.error} onRetry={list.retry} />;
  if (list.isLoading) return <CardsSkeleton />;
  if (list.items.length === 0) {
    if (status === 'dismissed') return <EmptyState icon={<CircleUserRound />} title="Nobody was dismissed">Dismissed contacts are kept here, and come back when they write again.</EmptyState>;
    return <EmptyState icon={<CircleUserRound />} title={status === 'open' ? 'Nobody unknown wrote' : 'No contact became a lead yet'}>When somebody writes whom nobody knows, their message waits here instead of getting an answer.</EmptyState>;
  }
  return (
    <>
      <ul ref={box} className="mx-auto flex max-w-3xl flex-col gap-3 px-5 py-5 max-sm:px-3 max-sm:py-3">
        {list.items.map((contact) => <li key={contact.id}><ContactCard contact={contact} /></li>)}
      </ul>
      <MoreRows shown={list.items.length} total={list.total ?? 0} hasMore={list.hasMore} isLoading={list.isLoadingMore} onMore={list.loadMore} />
    </>
  );
}

function CardsSkeleton() {
  return (
    <div role="status" className="mx-auto flex max-w-3xl flex-col gap-3 px-5 py-5">
      <span className="sr-only">Loading contacts</span>
      {[0, 1, 2].map((card) => <Skeleton key={card} className="h-36 w-full rounded-lg" />)}
    </div>
  );
}
