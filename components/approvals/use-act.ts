'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { send } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { say } from '#components/ui/toaster.tsx';
import { doneWords } from './done-words.ts';
import { complain } from './use-decisions.ts';

/** Actions outside the review flow: not optimistic, because they cannot be taken back. */
export function useAct(approval: ApprovalView) {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const act = useCallback(
    async (verb: 'undo' | 'cancel' | 'resolve' | 'revive' | 'retry', body: Record<string, unknown>) => {
      const opener = document.activeElement;
      setBusy(true);
      try {
        const next = await send<ApprovalView>('POST', `/api/approvals/${approval.id}/${verb}`, body);
        client.setQueryData(keys.approvals.one(next.id), next);
        const { title, detail } = doneWords(next);
        say(title, { detail });
      } catch (error) {
        complain(error, 'Nothing was changed');
      } finally {
        setBusy(false);
        void client.invalidateQueries({ queryKey: keys.approvals.all });
        // What was pressed was held meanwhile, and may be gone by now.
        setTimeout(() => returnFocus(opener));
      }
    },
    [approval.id, client],
  );
  return { act, isBusy };
}

/** To what was pressed, or to the title of what is read; not from where somebody is by now. */
function returnFocus(opener: Element | null): void {
  const { activeElement } = document;
  if (activeElement !== document.body && activeElement !== opener) return;
  if (opener instanceof HTMLElement && opener !== document.body && opener.isConnected && !opener.matches(':disabled')) opener.focus();
  else document.getElementById('review-title')?.focus();
}
