import type { ReactNode } from 'react';
import { messagesWords } from './bulk-words.ts';
import type { BulkRun } from './use-bulk.ts';

/** What came of it: how many, and of the others why. `children`: what may be done next. */
export function BulkOutcome({ run, children }: { run: BulkRun; children: ReactNode }) {
  const { action, outcome, problem, names } = run;
  return (
    <div role="status" className="flex items-start gap-3 rounded-lg border px-4 py-3 text-sm">
      <div className="min-w-0 flex-1">
        <p data-figures className="font-medium">{messagesWords(outcome.doneIds.length)} {action.done}.</p>
        {outcome.refused.map(({ message, ids }) => <p key={message} data-figures className="mt-1 text-held">{messagesWords(ids.length)} left as {ids.length === 1 ? 'it is' : 'they are'}: {message} <span className="text-ink-3">({ids.slice(0, 5).map((id) => names.get(id)).join(', ')}{ids.length > 5 ? ` and ${ids.length - 5} more` : ''})</span></p>)}
        {problem && <p className="mt-1 text-failed">{problem.detail || problem.title} The others were not touched.</p>}
      </div>
      {children}
    </div>
  );
}
