'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { BulkResult, PreparedBulk } from '#lib/approvals/schema.ts';
import { isProblem, newKey, send, type ApiProblem } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { useHeldPage } from '#components/data/use-held-page.ts';
import { say } from '#components/ui/toaster.tsx';
import { countOf, messagesWords, outcomeOf, portions, type BulkAction, type BulkItem, type Outcome } from './bulk-words.ts';

/** Asked for under its own key: asked for again, none of it is done twice. */
interface Portion {
  readonly key: string;
  readonly items: readonly BulkItem[];
}

export interface BulkRun {
  readonly action: BulkAction;
  readonly reason: string;
  readonly outcome: Outcome;
  /** What was counted beforehand as nothing to be done with. */
  readonly left: PreparedBulk['left'];
  /** Set when the server could not be asked any more. */
  readonly problem: ApiProblem | null;
  /** Of these nobody here knows whether they were done: the answer was lost. */
  readonly unknown: number;
  /** These were not begun. */
  readonly untouched: number;
  readonly items: ReadonlyMap<string, BulkItem>;
  readonly results: readonly BulkResult[];
  readonly rest: readonly Portion[];
}

type Job = Omit<BulkRun, 'outcome' | 'problem' | 'unknown' | 'untouched'>;

export interface BulkProgress {
  readonly action: BulkAction;
  readonly done: number;
  readonly of: number;
  readonly isStopping: boolean;
}

/**
 * Does one thing with many, portion by portion, until it is told to stop; every one is done whole or refused with its reason.
 * `leaving`: how somebody goes away from it before it ends, as the toast says that tells them what came of it.
 */
export function useBulk(leaving = 'you left the page') {
  const client = useQueryClient();
  const [progress, setProgress] = useState<BulkProgress | null>(null);
  const [last, setLast] = useState<BulkRun | null>(null);
  const stopAsked = useRef(false);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    // Whoever leaves no longer sees how far it is, and cannot stop it: it ends after the portion under way.
    return () => {
      isHere.current = false;
      stopAsked.current = true;
    };
  }, []);

  // The counts would be gone with the page.
  const isWorthKeeping = progress !== null || last !== null;
  useHeldPage(isWorthKeeping);

  /** Null when nobody is here any more: a toast told what came of it. */
  const work = async (job: Job): Promise<BulkRun | null> => {
    const { action, reason } = job;
    const results = [...job.results];
    let [rest, problem]: [readonly Portion[], ApiProblem | null] = [job.rest, null];
    let ended: BulkRun | null = null;
    const guard = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', guard);
    stopAsked.current = false;
    setLast(null);
    try {
      for (let portion = rest[0]; portion && !stopAsked.current; portion = rest[0]) {
        setProgress({ action, done: countOf(results), of: job.items.size, isStopping: false });
        const items = portion.items.map(({ id, contentHash, version }) => ({ id, contentHash, version }));
        results.push(await send<BulkResult>('POST', '/api/approvals/bulk', { decision: action.decision, items, ...(action.asks !== null && { reason }) }, portion.key));
        rest = rest.slice(1);
      }
    } catch (error) {
      if (!isProblem(error)) throw error;
      problem = error;
    } finally {
      removeEventListener('beforeunload', guard);
      setProgress(null);
      ended = { ...job, ...endOf(rest, problem), outcome: outcomeOf(results), problem, results, rest };
      setLast(ended);
      if (!isHere.current) sayEnded(ended, leaving);
      void client.invalidateQueries({ queryKey: keys.approvals.all });
    }
    return isHere.current ? ended : null;
  };

  return {
    run: (action: BulkAction, chosen: readonly BulkItem[], reason: string, left: PreparedBulk['left'] = []) =>
      work({ action, reason, left, items: new Map(chosen.map((item) => [item.id, item])), results: [], rest: portions(chosen).map((items) => ({ key: newKey(), items })) }),
    /** Takes up what was stopped, or cut off, where it ended. */
    goOn: () => void (last && work(last)),
    stop: () => {
      stopAsked.current = true;
      setProgress((now) => now && { ...now, isStopping: true });
    },
    progress,
    last,
    clear: () => setLast(null),
  };
}

export type Bulk = ReturnType<typeof useBulk>;

/** Of what is left: how many may have been done though the answer was lost, and how many were not begun. */
function endOf(rest: readonly Portion[], problem: ApiProblem | null): Pick<BulkRun, 'unknown' | 'untouched'> {
  const waiting = rest.reduce((sum, { items }) => sum + items.length, 0);
  const unknown = problem && (problem.code === 'no_answer' || problem.status >= 500) ? (rest[0]?.items.length ?? 0) : 0;
  return { unknown, untouched: waiting - unknown };
}

function sayEnded({ action, outcome, problem, unknown, untouched }: BulkRun, leaving: string): void {
  const waiting = unknown + untouched;
  const detail = [`It ended when ${leaving}.`, problem && `${problem.title}.`, `${messagesWords(waiting)} not begun${unknown > 0 ? ', or not known' : ''}.`].filter(Boolean).join(' ');
  say(`${messagesWords(outcome.doneIds.length)} ${action.done}`, { id: 'bulk', ...(waiting > 0 && { failed: true, detail }) });
}
