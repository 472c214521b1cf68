'use client';

import { Ban, Download, Plus, SearchX, Upload } from 'lucide-react';
import { useState } from 'react';
import type { DncView } from '#lib/dnc/schema.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { keys } from '#components/data/keys.ts';
import { useMay } from '#components/data/use-me.ts';
import { usePages } from '#components/data/use-pages.ts';
import { useUrl } from '#components/data/use-url.ts';
import { Page } from '#components/frame/page.tsx';
import { ImportDialog } from '#components/leads/import-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreRows, RowsSkeleton } from '#components/ui/list-states.tsx';
import { SearchBox } from '#components/ui/search-box.tsx';
import { Select } from '#components/ui/select.tsx';
import { AddDncDialog } from './add-dnc-dialog.tsx';
import { DncTable } from './dnc-table.tsx';
import { channelOptions, kindOptions } from './dnc-words.ts';
import { RemoveDncDialog } from './remove-dnc-dialog.tsx';

/** Whom nobody writes to. */
export function DncList() {
  const url = useUrl();
  const [open, setOpen] = useState<'add' | 'import' | DncView | null>(null);
  const mayAdd = useMay('dnc.add');
  const mayImport = useMay('import');
  const filter = { q: url.value('q'), kind: url.value('kind'), channel: url.value('channel'), status: url.value('status') || 'active' };
  const list = usePages<DncView>([...keys.dnc, filter], '/api/dnc', filter);
  const actions = (
    <>
      <Button asChild><a href="/api/dnc/export" download><Download />Export</a></Button>
      {mayImport && <Button onClick={() => setOpen('import')}><Upload />Import</Button>}
      {mayAdd && <Button tone="primary" onClick={() => setOpen('add')}><Plus />Add</Button>}
    </>
  );
  return (
    <Page title="Do Not Contact" count={list.total} actions={actions} tools={<DncTools />}>
      <DncRows list={list} onRemove={setOpen} />
      {open === 'add' && <AddDncDialog onClose={() => setOpen(null)} />}
      {open === 'import' && <ImportDialog of="dnc" onClose={() => setOpen(null)} />}
      {open !== null && typeof open === 'object' && <RemoveDncDialog entry={open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function DncTools() {
  const { value, set } = useUrl();
  return (
    <>
      <SearchBox label="Search the list" value={value('q')} onChange={(q) => set({ q })} />
      <Select label="Kind" value={value('kind') || 'any'} onChange={(kind) => set({ kind: kind === 'any' ? '' : kind })} options={[{ value: 'any', label: 'All kinds' }, ...kindOptions]} />
      <Select label="Channel" value={value('channel') || 'any'} onChange={(channel) => set({ channel: channel === 'any' ? '' : channel })} options={[{ value: 'any', label: 'Any channel' }, ...channelOptions]} />
      <Select label="Status" value={value('status') || 'active'} onChange={(status) => set({ status: status === 'active' ? '' : status })} options={[{ value: 'active', label: 'On the list' }, { value: 'removed', label: 'Taken off' }]} className="sm:ml-auto" />
    </>
  );
}

function DncRows({ list, onRemove }: { list: ReturnType<typeof usePages<DncView>>; onRemove: (entry: DncView) => void }) {
  const { value, set } = useUrl();
  if (list.error) return <ProblemState error={list.error} onRetry={list.retry} />;
  if (list.isLoading) return <RowsSkeleton label="Loading the list" rows={12} />;
  if (list.items.length > 0)
    return (
      <>
        <DncTable entries={list.items} onRemove={onRemove} />
        <MoreRows shown={list.items.length} total={list.total ?? 0} hasMore={list.hasMore} isLoading={list.isLoadingMore} onMore={list.loadMore} />
      </>
    );
  if (value('q') + value('kind') + value('channel') !== '')
    return <EmptyState icon={<SearchX />} title="No entry fits" action={<Button onClick={() => set({ q: '', kind: '', channel: '' })}>Show all</Button>} />;
  if (value('status') === 'removed') return <EmptyState icon={<Ban />} title="Nobody was taken off">Entries that a manager lifts are kept here with the reason.</EmptyState>;
  return <EmptyState icon={<Ban />} title="Nobody is on the list">Whoever opts out is put here by itself, and nothing goes out to them.</EmptyState>;
}
