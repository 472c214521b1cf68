'use client';

import { useState } from 'react';
import type { ApprovalView, PreparedBulk } from '#lib/approvals/schema.ts';
import type { BulkAction, BulkItem } from '#components/approvals/bulk-words.ts';
import { AskDialog } from './ask-dialog.tsx';
import type { Choice } from './choice.ts';
import { PreparedDialog } from './prepared-dialog.tsx';

export interface ChosenDialogProps {
  readonly action: BulkAction;
  readonly choice: Choice;
  /** The chosen ones among those on the screen. */
  readonly shown: readonly ApprovalView[];
  /** As for the part: null when nothing is counted beforehand. */
  readonly filter: Readonly<Record<string, string | number>> | null;
  readonly onClose: () => void;
  readonly onRun: (items: readonly BulkItem[], reason: string, left: PreparedBulk['left']) => void;
}

/** Asks before something is done with the chosen ones. The list goes on being refreshed behind it: what counts is what was shown when it opened. */
export function ChosenDialog({ action, choice, shown, filter, onClose, onRun }: ChosenDialogProps) {
  const [held] = useState(shown);
  if (!filter) return <AskDialog action={action} count={held.length} since="shown" onClose={onClose} onRun={(reason) => onRun(held, reason, [])} />;
  const asked = choice.kind === 'all' ? { filter, except: [...choice.except] } : { items: held.map(({ id, version }) => ({ id, version })) };
  return <PreparedDialog action={action} asked={asked} onClose={onClose} onRun={({ items, left }, reason) => onRun(items, reason, left)} />;
}
