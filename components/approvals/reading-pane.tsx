'use client';

import { ArrowLeft, PanelRight } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { templateChannels } from '#lib/policy/message-template.ts';
import { useMay } from '#components/data/use-me.ts';
import { useShortcut } from '#components/keyboard/keyboard-provider.tsx';
import { Conversation } from '#components/messages/conversation.tsx';
import { Button } from '#components/ui/button.tsx';
import { say } from '#components/ui/toaster.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { ActionBar } from './action-bar.tsx';
import { Attempts } from './attempts.tsx';
import { ChangedPanel } from './changed-panel.tsx';
import { DraftCard } from './draft-card.tsx';
import { DraftEditor } from './draft-editor.tsx';
import { dropEdit, readKeptEdit } from './kept-edit.ts';
import { RejectDialog } from './reject-dialog.tsx';
import { ReviewHeader } from './review-header.tsx';
import { SendLaterDialog } from './send-later-dialog.tsx';
import { StatePanel } from './state-panel.tsx';
import { useLead, useShown } from './use-approval.ts';
import type { Decisions } from './use-decisions.ts';
import { WhatHappens } from './what-happens.tsx';

export interface ReadingPaneProps {
  readonly fresh: ApprovalView;
  /** What the reader had in front of them when the server refused their decision. */
  readonly refused: ApprovalView | null;
  readonly onSettled: () => void;
  readonly decisions: Decisions;
  readonly onBack: (() => void) | null;
  readonly onContext: () => void;
  readonly isContextOpen: boolean;
}

/** The conversation, the draft, what would happen, and the decision. Mounted anew for every draft. */
export function ReadingPane({ fresh, refused, onSettled, decisions, onBack, onContext, isContextOpen }: ReadingPaneProps) {
  const { shown = fresh, accept } = useShown(fresh, refused);
  const { data: lead } = useLead(fresh.leadId);
  const mayDecide = useMay('draft.decide');
  const mayEdit = useMay('draft.edit');
  const [mode, setMode] = useState<'read' | 'edit' | 'template' | 'reject' | 'later'>('read');
  const [showDiff, setShowDiff] = useState(false);
  const [hasKeptEdit, setKeptEdit] = useState(() => readKeptEdit(fresh.id) !== null);

  const isOpen = fresh.status === 'pending';
  const isEditable = mayEdit && (isOpen || fresh.status === 'approved');
  const hasChanged = isOpen && (shown.contentHash !== fresh.contentHash || shown.version !== fresh.version);
  const settle = useCallback((next: ApprovalView) => {
    accept(next);
    onSettled();
  }, [accept, onSettled]);
  const approve = () => {
    if (hasChanged) return say('Read what changed first', { detail: 'The draft is not as it was shown to you.', id: 'changed' });
    void decisions.approve(shown);
  };
  const later = () => {
    if (hasChanged) return say('Read what changed first', { detail: 'The draft is not as it was shown to you.', id: 'changed' });
    setMode('later');
  };
  const approveChanged = () => {
    onSettled();
    void decisions.approve(fresh);
  };
  const closeEditor = () => {
    setKeptEdit(readKeptEdit(fresh.id) !== null);
    setMode('read');
  };
  const isReading = mode === 'read';
  const isEditing = mode === 'edit' || mode === 'template';
  const mayTemplate = isEditable && templateChannels.includes(fresh.channel);
  useShortcut('approve', approve, mayDecide && isOpen && isReading);
  useShortcut('later', later, mayDecide && isOpen && isReading);
  useShortcut('edit', () => setMode('edit'), isEditable && isReading);
  useShortcut('template', () => setMode('template'), mayTemplate && isReading);
  useShortcut('reject', () => setMode('reject'), mayDecide && isOpen && isReading && !hasChanged);

  return (
    <article aria-labelledby="review-title" className="flex h-full min-h-0 flex-col" data-testid="reading-pane" data-approval={fresh.id}>
      <ReviewHeader
        approval={fresh}
        before={onBack && <Button tone="quiet" size="icon" aria-label="Back to the queue" onClick={onBack}><ArrowLeft /></Button>}
        after={<Tooltip text={isContextOpen ? 'Hide the lead' : 'Show the lead'} keys="i"><Button tone="quiet" size="icon" aria-label={isContextOpen ? 'Hide the lead' : 'Show the lead'} aria-expanded={isContextOpen} aria-keyshortcuts="i" onClick={onContext}><PanelRight /></Button></Tooltip>}
      />
      <Scroll draftFirst={fresh.conversationId !== null}>
        {fresh.conversationId && <Conversation id={fresh.conversationId} />}
        <div data-draft className="flex scroll-mt-4 flex-col gap-4">
          {hasChanged && !isEditing && <ChangedPanel shown={shown} now={fresh} mayDecide={mayDecide} onAccept={() => settle(fresh)} onApprove={approveChanged} />}
          {isEditing ? (
            <DraftEditor approval={shown} lead={lead} atTemplate={mode === 'template'} onClose={closeEditor} onSaved={(saved) => { settle(saved); closeEditor(); }} />
          ) : (
            !(hasChanged && shown.contentHash !== fresh.contentHash) && <DraftCard approval={shown} warnings={(shown.contentHash === fresh.contentHash && fresh.warnings) || []} showDiff={showDiff} onToggleDiff={() => setShowDiff(!showDiff)} />
          )}
          {isOpen ? <Attempts approval={fresh} /> : <StatePanel approval={fresh} />}
          {hasKeptEdit && isReading && isEditable && <KeptEdit onContinue={() => setMode('edit')} onDrop={() => { dropEdit(fresh.id); setKeptEdit(false); }} />}
        </div>
      </Scroll>
      {!isEditing && (isOpen || fresh.status === 'approved') && (
        <footer className="shrink-0 border-t bg-surface px-5 py-3 max-sm:px-3 max-sm:pb-[max(0.75rem,env(safe-area-inset-bottom))]">
          <div className="mx-auto flex max-w-[46rem] flex-col gap-2.5">
            <WhatHappens approval={fresh} onTemplate={mayTemplate ? () => setMode('template') : null} />
            {isOpen && mayDecide && <ActionBar onApprove={approve} onLater={later} onEdit={() => setMode('edit')} onReject={() => setMode('reject')} isApproveHeld={hasChanged} hasKeptEdit={hasKeptEdit} />}
            {fresh.status === 'approved' && mayEdit && <div><Button size="lg" onClick={() => setMode('edit')} aria-keyshortcuts="e">Edit (returns it to review)</Button></div>}
          </div>
        </footer>
      )}
      {mode === 'later' && <SendLaterDialog leadName={fresh.leadName} zone={lead?.timeZone ?? null} onClose={() => setMode('read')} onApprove={(sendAt) => { setMode('read'); void decisions.approve(shown, sendAt); }} />}
      {mode === 'reject' && <RejectDialog approval={shown} onClose={() => setMode('read')} onReject={(reason) => { setMode('read'); void decisions.reject(shown, reason); }} />}
    </article>
  );
}

/** Opens on the draft, with as much of the conversation above it as fits. */
function Scroll({ children, draftFirst }: { children: ReactNode; draftFirst: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const outer = box.current;
    const inner = content.current;
    if (!draftFirst || !outer || !inner) return undefined;
    const toDraft = () => {
      const draft = inner.querySelector<HTMLElement>('[data-draft]');
      if (draft && draft.offsetTop + draft.offsetHeight > outer.clientHeight) outer.scrollTop = Math.min(draft.offsetTop - 16, draft.offsetTop + draft.offsetHeight - outer.clientHeight + 24);
    };
    // Only until the reader moves: the conversation may still be on its way.
    const settling = new ResizeObserver(toDraft);
    settling.observe(inner);
    const stop = () => settling.disconnect();
    outer.addEventListener('wheel', stop, { once: true, passive: true });
    outer.addEventListener('pointerdown', stop, { once: true });
    outer.addEventListener('keydown', stop, { once: true });
    return stop;
  }, [draftFirst]);
  return (
    <div ref={box} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain" tabIndex={0} role="region" aria-label="Conversation and draft">
      <div ref={content} className="mx-auto flex max-w-[46rem] flex-col gap-6 px-5 py-5 max-sm:px-4">{children}</div>
    </div>
  );
}

function KeptEdit({ onContinue, onDrop }: { onContinue: () => void; onDrop: () => void }) {
  return (
    <p className="flex flex-wrap items-center gap-2 rounded-lg bg-held-soft px-3 py-2 text-sm text-held">
      <span className="flex-1">You have an unsaved edit of this draft.</span>
      <Button size="sm" onClick={onContinue}>Continue</Button>
      <Button size="sm" tone="quiet" onClick={onDrop}>Throw away</Button>
    </p>
  );
}
