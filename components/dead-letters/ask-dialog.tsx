'use client';

import { useState, type FormEvent, type ReactNode } from 'react';
import { messagesWords, type BulkAction } from '#components/approvals/bulk-words.ts';
import { useHeldPage } from '#components/data/use-held-page.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextField } from '#components/ui/text-field.tsx';

export interface AskDialogProps {
  readonly action: BulkAction;
  /** Null while it is counted. */
  readonly count: number | null;
  /** Since when nothing about them may have changed. */
  readonly since: 'counted' | 'shown';
  /** What is known of them beforehand. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
  readonly onRun: (reason: string) => void;
}

const sends: ReadonlySet<BulkAction['decision']> = new Set(['retry', 'send_again']);

/** The last question before something is done with many: how many, what comes of it, and why when that is kept. */
export function AskDialog({ action, count, since, children, onClose, onRun }: AskDialogProps) {
  const [reason, setReason] = useState('');
  useHeldPage(reason !== '');
  const isReady = count !== null && count > 0 && (action.asks === null || reason.trim() !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onRun(reason.trim());
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={count === null ? action.label : `${action.label}: ${messagesWords(count)}`}
      description={action.consequence}
      footer={
        <>
          <Button tone="quiet" onClick={onClose}>Cancel</Button>
          <Button tone={action.tone === 'danger' ? 'danger' : 'primary'} type="submit" form="bulk-form" disabled={!isReady}>{count !== null && count > 0 && action.counted ? action.counted(count.toLocaleString('en')) : action.label}</Button>
        </>
      }
    >
      <form id="bulk-form" noValidate onSubmit={submit} className="flex flex-col gap-3">
        {children}
        {action.asks !== null && <TextField id="bulk-reason" label={action.asks} autoFocus value={reason} maxLength={500} hint="Kept with each of them, under your name." onText={setReason} />}
        <p className="text-sm text-ink-3">What changed since it was {since} is left as it is, with the reason.{sends.has(action.decision) && ' So is whoever is on the Do-Not-Contact list by then.'}</p>
      </form>
    </Dialog>
  );
}
