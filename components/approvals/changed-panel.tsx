'use client';

import { GitCompareArrows } from 'lucide-react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { Button } from '#components/ui/button.tsx';
import { DraftDiff } from './draft-diff.tsx';
import { templateName } from './template-words.ts';

export interface ChangedPanelProps {
  readonly shown: ApprovalView;
  readonly now: ApprovalView;
  readonly mayDecide: boolean;
  readonly onAccept: () => void;
  readonly onApprove: () => void;
}

/** The draft is no longer what was shown: the difference, and the decision again. */
export function ChangedPanel({ shown, now, mayDecide, onAccept, onApprove }: ChangedPanelProps) {
  const sameText = shown.contentHash === now.contentHash;
  return (
    <section role="alert" aria-labelledby="changed-title" data-testid="changed-panel" className="rounded-lg border border-held bg-held-soft/50 p-4">
      <h2 id="changed-title" className="flex items-center gap-2 text-base font-semibold"><GitCompareArrows aria-hidden className="size-4 text-held" />{sameText ? 'Something happened since you opened this' : 'The draft changed since it was shown to you'}</h2>
      <p className="mt-1 text-sm text-ink-2">
        {sameText ? `${now.reason?.text ?? 'It was updated elsewhere'}. The text is the same.` : 'Nothing was sent. Read what changed and decide again.'}
      </p>
      {!sameText && (
        <div className="mt-3 rounded-md border bg-surface p-3">
          <FieldChange label="To" before={shown.recipient} after={now.recipient} />
          <FieldChange label="From" before={shown.sender} after={now.sender} />
          <FieldChange label="Subject" before={shown.subject ?? ''} after={now.subject ?? ''} />
          <FieldChange label="Template" before={templateName(shown.template)} after={templateName(now.template)} />
          <DraftDiff before={shown.body} after={now.body} />
        </div>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onClick={onAccept}>{sameText ? 'Go on' : 'Use the new text'}</Button>
        {mayDecide && <Button tone="primary" onClick={onApprove}>{sameText ? 'Approve all the same' : 'Approve the new text'}</Button>}
      </div>
    </section>
  );
}

function FieldChange({ label, before, after }: { label: string; before: string; after: string }) {
  if (before === after) return null;
  return (
    <div className="mb-2 flex gap-3 text-sm">
      <span className="w-16 shrink-0 text-ink-3">{label}</span>
      <span className="min-w-0 break-words"><del className="text-failed">{before}</del> <ins className="text-good">{after}</ins></span>
    </div>
  );
}
