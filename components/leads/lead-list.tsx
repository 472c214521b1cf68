'use client';

import { SearchX, Upload, UserPlus, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { LeadView } from '#lib/leads/schema.ts';
import { keys } from '#components/data/keys.ts';
import { useMay } from '#components/data/use-me.ts';
import { usePages } from '#components/data/use-pages.ts';
import { useUrl } from '#components/data/use-url.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { Page } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreRows, RowsSkeleton } from '#components/ui/list-states.tsx';
import { SearchBox } from '#components/ui/search-box.tsx';
import { Select } from '#components/ui/select.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { LeadFormDialog } from './lead-form-dialog.tsx';
import { LeadTable } from './lead-table.tsx';
import { orderOptions, stageOptions } from './lead-words.ts';

/** Everybody we talk to. */
export function LeadList() {
  const url = useUrl();
  const router = useRouter();
  const [open, setOpen] = useState<'add' | 'import' | null>(null);
  const mayWrite = useMay('lead.write');
  const mayImport = useMay('import');
  const filter = { q: url.value('q'), stage: url.value('stage'), tag: url.value('tag'), order: url.value('order') || 'recent' };
  const list = usePages<LeadView>(keys.leads.list(filter), '/api/leads', filter);
  const actions = (
    <>
      {mayImport && <Button onClick={() => setOpen('import')}><Upload />Import</Button>}
      {mayWrite && <Button tone="primary" onClick={() => setOpen('add')}><UserPlus />Add a lead</Button>}
    </>
  );
  return (
    <Page title="Leads" count={list.total} actions={actions} tools={<LeadTools leads={list.items} />}>
      <LeadRows list={list} isNarrowed={filter.q + filter.stage + filter.tag !== ''} onAdd={mayWrite ? () => setOpen('add') : null} />
      {open === 'add' && <LeadFormDialog lead={null} onClose={() => setOpen(null)} onSaved={(lead) => router.push(`/leads/${lead.id}`)} />}
      {open === 'import' && <ImportDialog of="leads" onClose={() => setOpen(null)} />}
    </Page>
  );
}

function LeadTools({ leads }: { leads: readonly LeadView[] }) {
  const { value, set } = useUrl();
  const tag = value('tag');
  const tags = [...new Set([...(tag ? [tag] : []), ...leads.flatMap((lead) => lead.tags)])].sort((a, b) => a.localeCompare(b));
  const choose = (name: string) => (chosen: string) => set({ [name]: chosen === 'all' ? '' : chosen });
  return (
    <>
      <SearchBox label="Search by name or address" value={value('q')} onChange={(q) => set({ q })} />
      <Select label="Stage" value={value('stage') || 'all'} onChange={choose('stage')} options={[{ value: 'all', label: 'All stages' }, ...stageOptions]} />
      <Select label="Tag" value={tag || 'all'} onChange={choose('tag')} options={[{ value: 'all', label: 'All tags' }, ...tags.map((each) => ({ value: each, label: each }))]} className="max-w-44" />
      <Select label="Order" value={value('order') || 'recent'} onChange={(order) => set({ order })} options={orderOptions} className="sm:ml-auto" />
    </>
  );
}

function LeadRows({ list, isNarrowed, onAdd }: { list: ReturnType<typeof usePages<LeadView>>; isNarrowed: boolean; onAdd: (() => void) | null }) {
  const { set } = useUrl();
  if (list.error) return <ProblemState error={list.error} onRetry={list.retry} />;
  if (list.isLoading) return <RowsSkeleton label="Loading leads" rows={12} />;
  if (list.items.length > 0)
    return (
      <>
        <LeadTable leads={list.items} />
        <MoreRows shown={list.items.length} total={list.total ?? 0} hasMore={list.hasMore} isLoading={list.isLoadingMore} onMore={list.loadMore} />
      </>
    );
  if (isNarrowed) return <EmptyState icon={<SearchX />} title="No lead fits" action={<Button onClick={() => set({ q: '', stage: '', tag: '' })}>Show all</Button>}>Nobody matches what you asked for.</EmptyState>;
  return <EmptyState icon={<Users />} title="No leads yet" action={onAdd && <Button onClick={onAdd}>Add a lead</Button>}>Add them one by one, or import a CSV file. Unknown people who write appear under Contacts.</EmptyState>;
}
