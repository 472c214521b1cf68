'use client';

import { useState, type ReactNode } from 'react';
import { messagesWords, type BulkAction } from '#components/approvals/bulk-words.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Kbd } from '#components/ui/kbd.tsx';

export interface BulkBarProps {
  readonly chosen: number;
  readonly shown: number;
  readonly total: number;
  readonly actions: readonly BulkAction[];
  readonly onAllShown: () => void;
  /** Null: only what is shown is chosen from. */
  readonly onAllThatFit: (() => void) | null;
  readonly onNone: () => void;
  /** What is asked before an action is done. */
  readonly dialog: (action: BulkAction, close: () => void) => ReactNode;
}

const figure = (count: number) => count.toLocaleString('en');

/** How many are chosen, and what may be done with them together. */
export function BulkBar({ chosen, shown, total, actions, onAllShown, onAllThatFit, onNone, dialog }: BulkBarProps) {
  const [asked, setAsked] = useState<{ readonly action: BulkAction; readonly opener: HTMLElement } | null>(null);
  const close = () => {
    setAsked(null);
    // Whoever turns back finds the focus where it was.
    setTimeout(() => asked?.opener.focus());
  };
  const isAll = chosen > shown;
  return (
    <div role="group" aria-label="With the chosen ones" className={cn('mb-2.5 flex min-h-9 flex-wrap items-center gap-2 text-sm', chosen > 0 && 'sticky top-0 z-10 -mx-2 border-b bg-surface px-2 py-2')}>
      <span role="status" data-figures className="text-ink-2">{chosen === 0 ? 'None chosen' : isAll && chosen === total ? `All ${figure(total)} that fit chosen` : `${messagesWords(chosen)} chosen`}</span>
      {chosen === 0 && <Kbd keys="x" />}
      {chosen < shown && <Button size="sm" tone="quiet" onClick={onAllShown}>Choose all {figure(shown)} shown</Button>}
      {onAllThatFit && total > shown && chosen < total && <Button size="sm" tone="quiet" onClick={onAllThatFit}>Choose all {figure(total)} that fit</Button>}
      {chosen > 0 && <Button size="sm" tone="quiet" onClick={onNone}>Choose none</Button>}
      {chosen > 0 && <span className="ml-auto flex flex-wrap gap-2 max-sm:ml-0">{actions.map((action) => <Button key={action.decision} size="sm" tone={action.tone} onClick={(event) => setAsked({ action, opener: event.currentTarget })}>{action.label}</Button>)}</span>}
      {asked && dialog(asked.action, close)}
    </div>
  );
}
