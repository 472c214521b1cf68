'use client';

import { useState } from 'react';
import { keys } from '#components/data/keys.ts';
import { isProblem } from '#components/data/api.ts';
import { usePages } from '#components/data/use-pages.ts';
import { useUrl } from '#components/data/use-url.ts';
import { useWidth } from '#components/data/use-width.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { useLead } from '#components/approvals/use-approval.ts';
import { Timeline } from '#components/activity/timeline.tsx';
import { AddDncDialog } from '#components/dnc/add-dnc-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreRows, RowsSkeleton } from '#components/ui/list-states.tsx';
import { TabPanel, Tabs } from '#components/ui/tabs.tsx';
import type { ActivityView } from '#lib/audit/schema.ts';
import type { LeadDetail } from '#lib/leads/schema.ts';
import { History, UserX } from 'lucide-react';
import Link from 'next/link';
import { LeadConversations } from './lead-conversations.tsx';
import { LeadDrafts } from './lead-drafts.tsx';
import { LeadFormDialog } from './lead-form-dialog.tsx';
import { LeadHeader } from './lead-header.tsx';
import { LeadPageSkeleton } from './lead-page-skeleton.tsx';
import { LeadSide } from './lead-side.tsx';
import { WriteDraftDialog } from './write-draft-dialog.tsx';

/** One lead: who they are, what was said, what is under way, what happened. */
export function LeadPage({ id }: { id: string }) {
  const { data: lead, error, refetch } = useLead(id);
  if (!lead && isProblem(error, 'not_found'))
    return <EmptyState icon={<UserX />} title="There is no such lead" action={<Button asChild><Link href="/leads">All leads</Link></Button>}>The address may be wrong, or of another workspace.</EmptyState>;
  if (!lead) return error ? <ProblemState error={error} onRetry={() => void refetch()} /> : <LeadPageSkeleton />;
  return <LoadedLead lead={lead} />;
}

function LoadedLead({ lead }: { lead: LeadDetail }) {
  const [open, setOpen] = useState<'edit' | 'draft' | 'dnc' | null>(null);
  const isDesk = useWidth() === 'desk';
  const close = () => setOpen(null);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <LeadHeader lead={lead} onOpen={setOpen} />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col"><LeadTabs lead={lead} isDesk={isDesk} /></div>
        {isDesk && <aside aria-label="About the lead" className="w-80 shrink-0 overflow-y-auto border-l"><LeadSide lead={lead} /></aside>}
      </div>
      {open === 'edit' && <LeadFormDialog lead={lead} onClose={close} onSaved={close} />}
      {open === 'draft' && <WriteDraftDialog lead={lead} onClose={close} />}
      {open === 'dnc' && <AddDncDialog lead={lead} onClose={close} />}
    </div>
  );
}

/** Where there is no room beside, what is known is a tab. */
function LeadTabs({ lead, isDesk }: { lead: LeadDetail; isDesk: boolean }) {
  const { value, set } = useUrl();
  const items = [
    { value: 'conversations', label: 'Conversations', count: lead.conversations.length },
    { value: 'drafts', label: 'Drafts', count: lead.approvals.length },
    { value: 'timeline', label: 'Timeline' },
    ...(isDesk ? [] : [{ value: 'about', label: 'About' }]),
  ];
  const shown = items.find((item) => item.value === value('show'))?.value ?? 'conversations';
  const panel = 'min-h-0 flex-1 overflow-y-auto -outline-offset-2';
  return (
    <Tabs label="Of this lead" value={shown} onChange={(show) => set({ show: show === 'conversations' ? '' : show })} items={items}>
      <TabPanel value="conversations" className={panel}><LeadConversations lead={lead} /></TabPanel>
      <TabPanel value="drafts" className={panel}><LeadDrafts lead={lead} /></TabPanel>
      {!isDesk && <TabPanel value="about" className={panel}><LeadSide lead={lead} /></TabPanel>}
      <TabPanel value="timeline" className={panel}><LeadTimeline leadId={lead.id} /></TabPanel>
    </Tabs>
  );
}

function LeadTimeline({ leadId }: { leadId: string }) {
  const query = { leadId, detail: 'all' };
  const list = usePages<ActivityView>([...keys.activity, query], '/api/events', query);
  if (list.error) return <ProblemState error={list.error} onRetry={list.retry} />;
  if (list.isLoading) return <RowsSkeleton label="Loading the timeline" />;
  if (list.items.length === 0) return <EmptyState icon={<History />} title="Nothing happened yet" />;
  return (
    <div className="px-5 pt-1 max-sm:px-4">
      <Timeline items={list.items} />
      <MoreRows shown={list.items.length} total={list.total ?? 0} hasMore={list.hasMore} isLoading={list.isLoadingMore} onMore={list.loadMore} />
    </div>
  );
}
