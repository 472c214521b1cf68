import type { ApprovalView } from '#lib/approvals/schema.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';

type Attempt = ApprovalView['attempts'][number];

/** Each try by itself, with what the channel said. */
export function Attempts({ attempts, nextAttemptAt }: { attempts: readonly Attempt[]; nextAttemptAt: string | null }) {
  if (attempts.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-ink-3">Attempts</h3>
      <ol className="flex flex-col gap-1">
        {attempts.map((attempt) => (
          <li key={attempt.number} className="flex gap-2 text-xs">
            <span data-figures className="w-4 shrink-0 text-ink-3">{attempt.number}</span>
            <span className="min-w-0 flex-1 break-words text-ink-2"><span className="font-medium text-ink">{outcomeWords(attempt)}</span> {attempt.outcome?.evidence}</span>
            <RelativeTime at={attempt.startedAt} className="shrink-0 text-ink-3" />
          </li>
        ))}
      </ol>
      {nextAttemptAt && <p className="mt-1 text-xs text-held">Next attempt <RelativeTime at={nextAttemptAt} /></p>}
    </div>
  );
}

function outcomeWords({ outcome }: Attempt): string {
  if (!outcome) return 'Under way.';
  switch (outcome.kind) {
    case 'accepted':
      return 'Accepted.';
    case 'refused':
      return outcome.transient ? 'Refused for now.' : 'Refused for good.';
    case 'unknown':
      return 'No answer.';
  }
}
