'use client';

import { useEffect, useRef, useState } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { BulkOutcome } from '#components/approvals/bulk-outcome.tsx';
import { takingBack, type BulkAction, type BulkItem } from '#components/approvals/bulk-words.ts';
import type { Bulk, BulkRun } from '#components/approvals/use-bulk.ts';
import { useMay } from '#components/data/use-me.ts';
import type { usePages } from '#components/data/use-pages.ts';
import { Section } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { MoreRows } from '#components/ui/list-states.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { BulkProgress } from './bulk-progress.tsx';
import { allShown, allThatFit, countChosen, isChosen, nothing, standing, withOne, type Choice } from './choice.ts';
import { ChosenDialog } from './chosen-dialog.tsx';
import { StuckCard } from './stuck-card.tsx';

export interface StuckPartProps {
  readonly list: ReturnType<typeof usePages<ApprovalView>>;
  readonly bulk: Bulk;
  readonly title: string;
  readonly note: string;
  readonly permission: 'uncertain.decide' | 'deadletter.decide';
  readonly actions: readonly BulkAction[];
  /** What the list is narrowed to, when something may be done with all that fit and not only with what is shown; null when not. */
  readonly filter: Readonly<Record<string, string | number>> | null;
}

/** One kind of stuck message: what is chosen among them, what is done with those, and what came of it. */
export function StuckPart({ list, bulk, title, note, permission, actions, filter }: StuckPartProps) {
  const mayDecide = useMay(permission);
  const [made, setChoice] = useState<Choice>(nothing);
  const { run, stop, goOn, clear, progress, last } = bulk;
  const { items } = list;
  const total = list.total ?? items.length;
  if (items.length === 0 && !last && !progress) return null;
  const filterKey = JSON.stringify(filter);
  const choice = standing(made, filterKey);
  const chosen = items.filter(({ id }) => isChosen(choice, id));
  const mayChoose = mayDecide && !progress && total > 1;
  return (
    <Section title={title} {...(items.length > 0 && { note })}>
      {last && <Outcome run={last} onGoOn={goOn} onUndo={(done) => void run(takingBack, done, '')} onClose={clear} />}
      {progress && <BulkProgress progress={progress} onStop={stop} />}
      {mayChoose && (
        <BulkBar
          chosen={countChosen(choice, items, total)}
          shown={items.length}
          total={total}
          actions={actions}
          onAllShown={() => setChoice(allShown(items))}
          onAllThatFit={filter && (() => setChoice(allThatFit(filterKey)))}
          onNone={() => setChoice(nothing)}
          dialog={(action, close) => (
            <ChosenDialog
              action={action}
              choice={choice}
              shown={chosen}
              filter={filter}
              onClose={close}
              onRun={(these, reason, left) => {
                setChoice(nothing);
                void run(action, these, reason, left);
              }}
            />
          )}
        />
      )}
      <ul className="flex flex-col gap-3">{items.map((approval) => <li key={approval.id}><StuckCard approval={approval} choice={mayChoose ? { isChosen: isChosen(choice, approval.id), onChoose: (yes) => setChoice(withOne(choice, approval.id, yes)) } : null} /></li>)}</ul>
      <MoreRows shown={items.length} total={total} hasMore={list.hasMore} isLoading={list.isLoadingMore} onMore={list.loadMore} />
    </Section>
  );
}

function Outcome({ run, onGoOn, onUndo, onClose }: { run: BulkRun; onGoOn: () => void; onUndo: (done: readonly BulkItem[]) => void; onClose: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} className="mb-4 rounded-lg">
      <BulkOutcome run={run} onGoOn={onGoOn} onUndo={onUndo}><Button size="sm" tone="quiet" onClick={onClose}>Close</Button></BulkOutcome>
    </div>
  );
}
