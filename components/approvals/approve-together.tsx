'use client';

import { useQueries } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { isProblem } from '#components/data/api.ts';
import { useHeldPage } from '#components/data/use-held-page.ts';
import { Button } from '#components/ui/button.tsx';
import { Check } from '#components/ui/check.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { say } from '#components/ui/toaster.tsx';
import { BulkOutcome } from './bulk-outcome.tsx';
import { messagesWords, takingBack, type BulkAction, type BulkItem } from './bulk-words.ts';
import { Envelope } from './draft-card.tsx';
import { DraftWarnings, MarkedText } from './draft-warnings.tsx';
import { approvalQuery } from './use-approval.ts';
import { useBulk } from './use-bulk.ts';

/** As many as somebody reads with care in one go. */
export const togetherMax = 25;

const approving: BulkAction = { decision: 'approve', label: 'Approve', tone: 'plain', asks: null, consequence: '', done: 'approved', undo: 'Undo all' };

/** Several drafts one under the other, each whole: a person ticks those that may go, and approves exactly what was shown. */
export function ApproveTogether({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useHeldPage(chosen.size > 0);
  const { shown, error } = useHeldStill(ids);
  const { run, goOn, progress, last } = useBulk('this was closed');
  const isReading = !last && progress?.action !== takingBack;
  const plain = shown?.filter(({ warnings }) => !warnings?.length) ?? [];
  const choose = (id: string, isChosen: boolean) => setChosen((before) => new Set(isChosen ? [...before, id] : [...before].filter((each) => each !== id)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.size > 0 && !progress && !last) void run(approving, shown?.filter(({ id }) => chosen.has(id)) ?? [], '');
  };
  // As many as are read together go in one request: the undo window of a chat is short.
  const undoAll = async (done: readonly BulkItem[]) => {
    const undone = await run(takingBack, done, '');
    // What could not be taken back is told here, with its reason.
    if (!undone || undone.rest.length > 0 || undone.outcome.refused.length > 0) return;
    say(`Back in review: ${messagesWords(undone.outcome.doneIds.length)}`, { id: 'undone' });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={isReading ? 'Read and approve together' : last?.action === takingBack ? 'Taken back' : 'Approved together'}
      description={isReading ? 'Tick each one that may go out as it is.' : undefined}
      className="w-[min(46rem,calc(100vw-2rem))]"
      footer={!isReading ? <Button onClick={onClose}>Close</Button> : (
        <>
          <Button tone="quiet" onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="together-form" disabled={chosen.size === 0 || progress !== null}>{progress ? `${progress.done} of ${progress.of} done` : chosen.size === 0 ? 'Approve' : `Approve ${messagesWords(chosen.size)}`}</Button>
        </>
      )}
    >
      {isProblem(error) ? <ProblemLine problem={error} /> : last ? <BulkOutcome run={last} onGoOn={goOn} onUndo={(done) => void undoAll(done)} /> : !isReading ? <p role="status" className="text-sm text-ink-2">Taking back…</p> : !shown ? <Skeleton className="h-64 w-full rounded-lg" /> : shown.length === 0 ? <p className="text-sm text-ink-2">They were decided meanwhile.</p> : (
        <form id="together-form" onSubmit={submit} className="flex flex-col gap-3">
          <p className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
            <span data-figures className="min-w-0 flex-1">{chosen.size} of {shown.length} ticked.{plain.length < shown.length && ` ${shown.length - plain.length} with something worth a look.`}</span>
            {plain.length > 0 && <Button size="sm" tone="quiet" onClick={() => setChosen(new Set(plain.map(({ id }) => id)))}>{plain.length === shown.length ? `Tick all ${plain.length}` : `Tick the ${plain.length} without a warning`}</Button>}
          </p>
          {shown.map((draft) => <Entry key={draft.id} draft={draft} isChosen={chosen.has(draft.id)} onChoose={(isChosen) => choose(draft.id, isChosen)} />)}
        </form>
      )}
    </Dialog>
  );
}

function Entry({ draft, isChosen, onChoose }: { draft: ApprovalView; isChosen: boolean; onChoose: (isChosen: boolean) => void }) {
  const warnings = draft.warnings ?? [];
  return (
    <article aria-label={`To ${draft.leadName}`} className="rounded-lg border">
      <header className="border-b px-4 py-1"><Check checked={isChosen} onChange={onChoose}>May go to <span className="font-semibold">{draft.leadName}</span></Check></header>
      <Envelope approval={draft} warnings={warnings} />
      <p dir="auto" className="max-w-[72ch] px-4 pt-1 pb-4 break-words whitespace-pre-wrap"><MarkedText text={draft.body} warnings={warnings} field="body" /></p>
      <DraftWarnings warnings={warnings} />
    </article>
  );
}

/** The drafts as they were when all had come; what changes meanwhile is refused by the server, not swapped under the reader. */
function useHeldStill(ids: readonly string[]): { shown: readonly ApprovalView[] | null; error: unknown } {
  const [held, setHeld] = useState<readonly ApprovalView[] | null>(null);
  const all = useQueries({ queries: ids.map((id) => ({ ...approvalQuery(id), enabled: held === null, refetchOnMount: 'always' as const })) });
  if (held === null && all.every(({ isFetchedAfterMount, data }) => isFetchedAfterMount && data)) setHeld(all.flatMap(({ data }) => (data?.status === 'pending' ? data : [])));
  return { shown: held, error: held === null ? (all.find(({ error }) => error)?.error ?? null) : null };
}
