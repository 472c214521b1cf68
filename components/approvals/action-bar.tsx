'use client';

import { Check, Clock, Pencil, X } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';

export interface ActionBarProps {
  readonly onApprove: () => void;
  readonly onLater: () => void;
  readonly onEdit: () => void;
  readonly onReject: () => void;
  readonly isApproveHeld: boolean;
  readonly hasKeptEdit: boolean;
}

/** What one does with a draft, with their keys; on a phone within reach of a thumb. */
export function ActionBar({ onApprove, onLater, onEdit, onReject, isApproveHeld, hasKeptEdit }: ActionBarProps) {
  return (
    <div role="group" aria-label="Decide" className="flex flex-wrap items-center gap-2 max-sm:flex-nowrap">
      <Button tone="primary" size="lg" onClick={onApprove} disabled={isApproveHeld} aria-keyshortcuts="a" className="max-sm:flex-1">
        <Check aria-hidden />Approve & next<Kbd keys="a" className="border-on-accent/50 text-on-accent" />
      </Button>
      <Button size="lg" onClick={onLater} disabled={isApproveHeld} aria-keyshortcuts="l" title="Approve for later"><Clock aria-hidden /><span className="sr-only">Later</span><Kbd keys="l" /></Button>
      <Button size="lg" onClick={onEdit} aria-keyshortcuts="e"><Pencil aria-hidden className="max-sm:hidden" />{hasKeptEdit ? 'Continue edit' : 'Edit'}<Kbd keys="e" /></Button>
      <Button size="lg" onClick={onReject} aria-keyshortcuts="r"><X aria-hidden className="max-sm:hidden" />Reject<Kbd keys="r" /></Button>
    </div>
  );
}
