'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import type { LeadDetail } from '#lib/leads/schema.ts';
import type { PolicyCheck } from '#lib/policy/schema.ts';
import { isProblem, send } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { say } from '#components/ui/toaster.tsx';
import { goingOf } from './going-words.ts';
import { hideUndoToast, showUndoToast } from './undo-toast.tsx';

export interface DecisionHooks {
  /** The row leaves: show the next one. */
  readonly onLeave: (item: ApprovalView) => void;
  /** It did not go through and is back where it was. `shown` is what the reader had in front of them. */
  readonly onReturn: (shown: ApprovalView, changed: boolean) => void;
  /** A decision was taken back. */
  readonly onUndone: (item: ApprovalView) => void;
}

/** Decisions on what was shown: the row leaves at once, and comes back with the reason when the server refuses. */
export function useDecisions(hooks: DecisionHooks) {
  const client = useQueryClient();
  /** What was decided here, newest last; each resolves to null when the server refused it. */
  const taken = useRef<Promise<ApprovalView | null>[]>([]);
  /** Rows that are decided here, from the key press until the queue as asked for again no longer holds them. */
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());
  const latest = useRef(hooks);
  useEffect(() => {
    latest.current = hooks;
  });
  const leave = useCallback((id: string) => setLeaving((ids) => new Set(ids).add(id)), []);
  const stay = useCallback((id: string) => setLeaving((ids) => new Set([...ids].filter((each) => each !== id))), []);

  const undo = useCallback(async () => {
    const last = await taken.current.pop();
    if (!last) return say('Nothing to undo', { id: 'undone' });
    hideUndoToast();
    try {
      const item = await send<ApprovalView>('POST', `/api/approvals/${last.id}/undo`);
      client.setQueryData(keys.approvals.one(item.id), item);
      stay(item.id);
      latest.current.onUndone(item);
      say(`Back in review: ${item.leadName}`, { id: 'undone' });
    } catch (error) {
      complain(error, 'The decision stands');
    } finally {
      void client.invalidateQueries({ queryKey: keys.approvals.all });
    }
  }, [client, stay]);

  const decide = useCallback(
    async (shown: ApprovalView, verb: 'approve' | 'reject', body: Record<string, unknown>) => {
      // What the reader was told would happen.
      const check = client.getQueryData<PolicyCheck>(keys.policy.ofApproval(shown.id, shown.version));
      const zone = client.getQueryData<LeadDetail>(keys.leads.one(shown.leadId))?.timeZone ?? null;
      leave(shown.id);
      latest.current.onLeave(shown);
      const asked = send<ApprovalView>('POST', `/api/approvals/${shown.id}/${verb}`, { contentHash: shown.contentHash, ...body });
      // A key press for undo may come before the answer: it waits for it.
      const mine = asked.catch(() => null);
      taken.current.push(mine);
      try {
        const item = await asked;
        client.setQueryData(keys.approvals.one(item.id), item);
        void client.invalidateQueries({ queryKey: keys.approvals.all }).finally(() => stay(item.id));
        showUndoToast({ title: `${verb === 'reject' ? 'Rejected' : item.sendAt ? 'Approved for later' : 'Approved'}: ${item.leadName}`, windowMs: windowOf(item), going: goingOf(item, check, zone, Date.now()), onUndo: () => void undo() });
      } catch (error) {
        taken.current = taken.current.filter((each) => each !== mine);
        stay(shown.id);
        void client.invalidateQueries({ queryKey: keys.approvals.all });
        const changed = isProblem(error, 'content_changed') || isProblem(error, 'wrong_status');
        latest.current.onReturn(shown, changed);
        if (!changed) complain(error, 'Nothing was decided');
      }
    },
    [client, leave, stay, undo],
  );

  return useMemo(
    () => ({
      /** At once, or at an instant (ms since the epoch). */
      approve: (shown: ApprovalView, sendAt?: number) => decide(shown, 'approve', { version: shown.version, ...(sendAt !== undefined && { sendAt: new Date(sendAt).toISOString() }) }),
      reject: (shown: ApprovalView, reason: string) => decide(shown, 'reject', { reason }),
      undo,
      leaving,
    }),
    [decide, undo, leaving],
  );
}

export type Decisions = ReturnType<typeof useDecisions>;

/** Both instants are the server's, so the browser's clock does not matter. */
function windowOf(item: ApprovalView): number {
  if (item.undoUntil === null || item.decision === null) return 0;
  return Date.parse(item.undoUntil) - Date.parse(item.decision.at);
}

/** What went wrong, and what was `kept`: of that nothing is said when it may have been done all the same. */
export function complain(error: unknown, kept: string): void {
  if (!isProblem(error)) throw error;
  const detail = [!isProblem(error, 'no_answer') && kept, error.lift].filter(Boolean).join('. ');
  say(error.detail || error.title, { detail, failed: true, id: error.code });
}
