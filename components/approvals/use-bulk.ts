'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApprovalView, BulkResult } from '#lib/approvals/schema.ts';
import { isProblem, send, type ApiProblem } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { lots, outcomeOf, type BulkAction, type Outcome } from './bulk-words.ts';

export interface BulkRun {
  readonly action: BulkAction;
  readonly outcome: Outcome;
  /** Set when the server could not be asked any more: what is counted is done, the others are not. */
  readonly problem: ApiProblem | null;
  readonly names: ReadonlyMap<string, string>;
}

/** Does one thing with many, lot by lot; every one is done whole or refused with its reason. */
export function useBulk() {
  const client = useQueryClient();
  const [progress, setProgress] = useState<{ readonly done: number; readonly of: number } | null>(null);
  const [last, setLast] = useState<BulkRun | null>(null);
  const run = async (action: BulkAction, chosen: readonly ApprovalView[], reason: string) => {
    const results: BulkResult[] = [];
    let problem: ApiProblem | null = null;
    setLast(null);
    try {
      for (const lot of lots(chosen)) {
        setProgress({ done: results.reduce((sum, { items }) => sum + items.length, 0), of: chosen.length });
        const items = lot.map(({ id, contentHash, version }) => ({ id, contentHash, version }));
        results.push(await send<BulkResult>('POST', '/api/approvals/bulk', { decision: action.decision, items, ...(action.asks !== null && { reason }) }));
      }
    } catch (error) {
      if (!isProblem(error)) throw error;
      problem = error;
    } finally {
      setProgress(null);
      setLast({ action, outcome: outcomeOf(results), problem, names: new Map(chosen.map(({ id, leadName }) => [id, leadName])) });
      await client.invalidateQueries({ queryKey: keys.approvals.all });
    }
  };
  return { run, progress, last, clear: () => setLast(null) };
}
