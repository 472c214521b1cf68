import type { ReactNode } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { Attachments } from '#components/messages/attachments.tsx';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { DraftWarnings, MarkedText, type Warnings } from './draft-warnings.tsx';
import { DraftDiff } from './draft-diff.tsx';
import { draftWords } from './draft-words.ts';
import { templateName } from './template-words.ts';

/** The draft as the thing that will be received. */
export function DraftCard({ approval, warnings, showDiff, onToggleDiff }: { approval: ApprovalView; warnings: Warnings; showDiff: boolean; onToggleDiff: () => void }) {
  const isChanged = approval.body !== approval.firstBody;
  return (
    <section aria-labelledby="draft-title" className="rounded-lg border border-line-strong bg-surface dark:bg-raised">
      <header className="flex items-center gap-2 border-b px-4 py-2 text-sm">
        <h2 id="draft-title" className="font-semibold">{approval.status === 'pending' ? 'Draft' : approval.status === 'sent' ? 'Message sent' : 'Message'}</h2>
        <span className="min-w-0 flex-1 truncate text-ink-3">{draftWords(approval)}</span>
        {isChanged && (
          <button type="button" aria-pressed={showDiff} onClick={onToggleDiff} className="rounded-sm px-1 text-xs text-accent-ink hover:underline max-sm:min-h-11">
            {showDiff ? 'Hide changes' : 'Show changes'}
          </button>
        )}
      </header>
      <Envelope approval={approval} warnings={warnings} />
      <div data-draft-text className="px-4 pt-1 pb-4">
        {showDiff && isChanged ? <DraftDiff before={approval.firstBody} after={approval.body} /> : <p dir="auto" data-testid="draft-body" className="max-w-[72ch] text-lg break-words whitespace-pre-wrap"><MarkedText text={approval.body} warnings={warnings} field="body" /></p>}
        <Attachments files={approval.attachments} />
      </div>
      <DraftWarnings warnings={warnings} />
    </section>
  );
}

export function Envelope({ approval, warnings = [] }: { approval: ApprovalView; warnings?: Warnings }) {
  return (
    <dl className="flex flex-col gap-0.5 px-4 pt-3 pb-2 text-sm">
      <Line label="From"><span className="flex min-w-0 items-center gap-1.5"><ChannelMark channel={approval.channel} className="size-3.5" /><span className="truncate">{approval.sender}</span></span></Line>
      <Line label="To"><span className="min-w-0 truncate"><span className="font-medium">{approval.leadName}</span> <span className="text-ink-2">{approval.recipient}</span></span></Line>
      {approval.subject !== null && <Line label="Subject"><span className="min-w-0 font-semibold break-words"><MarkedText text={approval.subject} warnings={warnings} field="subject" /></span></Line>}
      {approval.template && <Line label="Template"><Badge className="min-w-0 shrink"><span className="truncate">{templateName(approval.template)}</span></Badge></Line>}
    </dl>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex gap-3">
      <dt className="w-16 shrink-0 text-ink-3">{label}</dt>
      <dd className="flex min-w-0 flex-1">{children}</dd>
    </div>
  );
}
