'use client';

import { MousePointerClick } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { useRemembered } from '#components/data/use-remembered.ts';
import { useWidth } from '#components/data/use-width.ts';
import { useShortcut } from '#components/keyboard/keyboard-provider.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { InboxPanes } from './inbox-panes.tsx';
import { LeadContext } from './lead-context.tsx';
import { neighbour } from './merge-queue.ts';
import { ProblemState } from './problem-state.tsx';
import { QueuePane } from './queue-pane.tsx';
import { ReadingPane } from './reading-pane.tsx';
import { ReadingSkeleton } from './reading-skeleton.tsx';
import { tabOfStatus, type InboxFilter } from './inbox-filter.ts';
import { useApproval, usePrefetchNeighbours } from './use-approval.ts';
import { useDecisions } from './use-decisions.ts';
import { useInboxUrl } from './use-inbox-url.ts';
import { useQueue } from './use-queue.ts';

/** The review inbox: queue, conversation with the draft, the lead. */
export function Inbox() {
  const width = useWidth();
  const [filter, setFilter] = useInboxUrl();
  const queue = useQueue(filter);
  const [refused, setRefused] = useState<ApprovalView | null>(null);
  const [context, setContext] = useRemembered('context', 'open');
  const [sheet, setSheet] = useState(false);
  const isDesk = width === 'desk';

  const select = useCallback((id: string | null) => setFilter({ id }), [setFilter]);
  const focusNext = useRef(false);
  const decisions = useDecisions({
    onLeave: (item) => {
      focusNext.current = true;
      select(neighbour(rows.map((row) => row.id), item.id) === item.id ? null : neighbour(rows.map((row) => row.id), item.id));
    },
    onReturn: (shown, changed) => {
      focusNext.current = true;
      if (changed) setRefused(shown);
      queue.bringBack(shown.id);
      setFilter({ tab: 'pending', id: shown.id });
    },
    onUndone: (item) => {
      focusNext.current = true;
      queue.bringBack(item.id);
      setFilter({ tab: tabOfStatus(item.status), id: item.id });
    },
  });
  const rows = queue.shown.filter((row) => !decisions.leaving.has(row.id));
  const row = rows.find((each) => each.id === filter.id);
  const { data: approval, error, refetch } = useApproval(filter.id, row);
  usePrefetchNeighbours(rows, filter.id);
  useFirstSelected(width !== 'phone' && queue.isSettled, filter, rows, select);
  useMoves(rows, filter.id, select);
  useFocusNext(focusNext, approval?.id ?? (rows.length === 0 && queue.isSettled ? 'nothing' : null));
  const toggleContext = () => (isDesk ? setContext(context === 'open' ? 'folded' : 'open') : setSheet(!sheet));
  useShortcut('context', toggleContext, filter.id !== null);
  useShortcut('undo', () => void decisions.undo());
  const settled = useCallback(() => setRefused(null), []);

  const queuePane = <QueuePane queue={queue} rows={rows} filter={filter} onFilter={setFilter} onSelect={(id) => setFilter({ id }, width === 'phone' ? 'push' : 'replace')} />;
  const reading = approval ? (
    <ReadingPane
      key={approval.id}
      fresh={approval}
      refused={refused?.id === approval.id ? refused : null}
      onSettled={settled}
      decisions={decisions}
      onBack={width === 'phone' ? () => select(null) : null}
      onContext={toggleContext}
      isContextOpen={isDesk ? context === 'open' : sheet}
    />
  ) : error ? (
    <ProblemState error={error} onRetry={() => void refetch()} />
  ) : filter.id !== null || (!queue.isSettled && queue.error === null) ? (
    <ReadingSkeleton />
  ) : (
    <div id="nothing-to-read" tabIndex={-1} className="h-full outline-none"><EmptyState icon={<MousePointerClick />} title={rows.length === 0 && queue.isSettled ? 'All done here' : 'Choose a draft to read'} /></div>
  );
  return (
    <>
      <InboxPanes width={width} queue={queuePane} reading={reading} context={isDesk && context === 'open' && approval ? <LeadContext approval={approval} /> : null} isReading={filter.id !== null} />
      {!isDesk && <Sheet open={sheet} onOpenChange={setSheet} title="Lead"><LeadContext approval={approval} /></Sheet>}
    </>
  );
}

/** After a decision the focus is with what is read next: what was pressed is gone. Never taken from where somebody writes or chooses. */
function useFocusNext(isDue: RefObject<boolean>, shown: string | null): void {
  useEffect(() => {
    if (!isDue.current || shown === null) return undefined;
    isDue.current = false;
    // A dialog that closes gives the focus back to what opened it, a moment later.
    const timer = setTimeout(() => {
      if (document.activeElement?.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]')) return;
      (document.getElementById('review-title') ?? document.getElementById('nothing-to-read'))?.focus();
    });
    return () => clearTimeout(timer);
  }, [isDue, shown]);
}

/** Where there is room for it, something is always open; of a list that is on its way nothing yet. */
function useFirstSelected(wanted: boolean, filter: InboxFilter, rows: readonly ApprovalView[], select: (id: string | null) => void): void {
  const first = rows[0]?.id;
  useEffect(() => {
    if (wanted && filter.id === null && first !== undefined) select(first);
  }, [wanted, filter.id, first, select]);
}

function useMoves(rows: readonly ApprovalView[], id: string | null, select: (id: string) => void): void {
  const at = rows.findIndex((row) => row.id === id);
  const go = (to: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (row) select(row.id);
  };
  useShortcut('next', () => go(at + 1));
  useShortcut('previous', () => go(at - 1));
}
