import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { SignInAgain } from '#components/ui/sign-in-again.tsx';
import { leftOf, messagesWords, namesWords, type BulkItem } from './bulk-words.ts';
import type { BulkRun } from './use-bulk.ts';

export interface BulkOutcomeProps {
  readonly run: BulkRun;
  readonly onGoOn: () => void;
  /** Takes back those that were done. */
  readonly onUndo: (done: readonly BulkItem[]) => void;
  /** What else may be done next. */
  readonly children?: ReactNode;
}

/** What came of it: how many, of the others why, and what was not begun. From here it goes on, or is taken back. */
export function BulkOutcome({ run, onGoOn, onUndo, children }: BulkOutcomeProps) {
  const { action, outcome, left, problem, unknown, untouched, items, rest } = run;
  const done = outcome.doneIds.flatMap((id) => items.get(id) ?? []);
  const groups = leftOf([...left, ...outcome.refused.map(({ message, ids }) => ({ message, count: ids.length, leadNames: ids.flatMap((id) => items.get(id)?.leadName ?? []) }))]);
  return (
    <div role="status" className="flex items-start gap-3 rounded-lg border px-4 py-3 text-sm max-sm:flex-col">
      <div className="min-w-0 flex-1">
        <p data-figures className="font-medium">{messagesWords(done.length)} {action.done}.</p>
        {groups.map(({ message, count, leadNames }) => <p key={message} data-figures className="mt-1 break-words text-held">{messagesWords(count)} left as {count === 1 ? 'it is' : 'they are'}: {message} <span className="text-ink-3">({namesWords(leadNames, count)})</span></p>)}
        {problem && <p className="mt-1 text-failed">{problem.code === 'not_signed_in' ? <SignInAgain then="go on" /> : unknown > 0 ? `${problem.title}.` : problem.detail || problem.title}</p>}
        {unknown > 0 && <p data-figures className="mt-1 text-uncertain">Whether {unknown === 1 ? 'one more message was' : `${unknown.toLocaleString('en')} more messages were`} done is not known: the answer was lost. Going on asks again, and none is done twice.</p>}
        {untouched > 0 && <p data-figures className="mt-1 text-ink-2">{messagesWords(untouched)} not begun.</p>}
      </div>
      <span className="flex flex-wrap gap-2">
        {rest.length > 0 && <Button size="sm" tone="primary" onClick={onGoOn}>Go on</Button>}
        {action.undo && done.length > 0 && <Button size="sm" onClick={() => onUndo(done)}>{action.undo}</Button>}
        {children}
      </span>
    </div>
  );
}
