'use client';

import { useState, type FormEvent } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { messagesWords, type BulkAction } from '#components/approvals/bulk-words.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextField } from '#components/ui/text-field.tsx';

export interface BulkBarProps {
  readonly chosen: readonly ApprovalView[];
  readonly shown: number;
  readonly actions: readonly BulkAction[];
  readonly progress: { readonly done: number; readonly of: number } | null;
  readonly onAll: () => void;
  readonly onNone: () => void;
  readonly onRun: (action: BulkAction, reason: string) => void;
}

/** How many are chosen, and what may be done with them together. */
export function BulkBar({ chosen, shown, actions, progress, onAll, onNone, onRun }: BulkBarProps) {
  const [asked, setAsked] = useState<BulkAction | null>(null);
  if (progress) return <p role="status" data-figures className="mb-2.5 flex min-h-9 items-center text-sm text-ink-2">{progress.done} of {progress.of} done</p>;
  return (
    <div role="group" aria-label="With the chosen ones" className="mb-2.5 flex min-h-9 flex-wrap items-center gap-2 text-sm">
      <span data-figures className="text-ink-2">{chosen.length === 0 ? 'None chosen' : `${messagesWords(chosen.length)} chosen`}</span>
      {chosen.length < shown && <Button size="sm" tone="quiet" onClick={onAll}>Choose all {shown} shown</Button>}
      {chosen.length > 0 && <Button size="sm" tone="quiet" onClick={onNone}>Choose none</Button>}
      {chosen.length > 0 && <span className="ml-auto flex flex-wrap gap-2 max-sm:ml-0">{actions.map((action) => <Button key={action.decision} size="sm" tone={action.tone} onClick={() => setAsked(action)}>{action.label}</Button>)}</span>}
      {asked && <AskDialog action={asked} count={chosen.length} onClose={() => setAsked(null)} onRun={(reason) => { setAsked(null); onRun(asked, reason); }} />}
    </div>
  );
}

function AskDialog({ action, count, onClose, onRun }: { action: BulkAction; count: number; onClose: () => void; onRun: (reason: string) => void }) {
  const [reason, setReason] = useState('');
  const isReady = action.asks === null || reason.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onRun(reason.trim());
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${action.label}: ${messagesWords(count)}`}
      description={action.consequence}
      footer={
        <>
          <Button tone="quiet" onClick={onClose}>Cancel</Button>
          <Button tone={action.tone === 'danger' ? 'danger' : 'primary'} type="submit" form="bulk-form" disabled={!isReady}>{action.label}</Button>
        </>
      }
    >
      <form id="bulk-form" noValidate onSubmit={submit}>
        {action.asks === null ? <p className="text-sm text-ink-3">Whoever is on the Do-Not-Contact list meanwhile, and whatever changed since it was shown, is left as it is and told.</p> : <TextField id="bulk-reason" label={action.asks} autoFocus value={reason} maxLength={500} hint="Kept with each of them, under your name." onText={setReason} />}
      </form>
    </Dialog>
  );
}
