import type { ApprovalView } from '#lib/approvals/schema.ts';
import { ClockTime } from '#components/ui/clock-time.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { outcomeLook } from './attempt-words.ts';

type Attempt = ApprovalView['attempts'][number];

/** Each try by itself: its number, when, what came of it with the channel's code and its own words; then when it is tried again. */
export function Attempts({ approval }: { approval: ApprovalView }) {
  const { attempts, nextAttemptAt, notBefore } = approval;
  if (attempts.length === 0) return null;
  // A hold, or a pause of the channel, may move a retry further away.
  const nextAt = nextAttemptAt && (notBefore ?? nextAttemptAt);
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-ink-3">Attempts</h3>
      <ol className="flex flex-col divide-y border-y">{attempts.map((attempt) => <Row key={attempt.number} attempt={attempt} />)}</ol>
      {nextAt && <p className="mt-1.5 text-xs text-held">Tries again about <ClockTime at={nextAt} />.</p>}
    </div>
  );
}

function Row({ attempt: { number, startedAt, outcome, nextAttemptAt } }: { attempt: Attempt }) {
  const { label, look } = outcomeLook(outcome);
  return (
    <li className="flex gap-2 py-1 text-xs">
      <span data-figures className="min-w-4 shrink-0 text-ink-3"><span className="sr-only">Attempt </span>{number}</span>
      <span className="min-w-0 flex-1 break-words text-ink-2">
        <span className={look}>{label}</span> {outcome?.code && <code className="font-mono text-ink-3">{outcome.code}</code>}
        {outcome?.evidence && <span className="block">{outcome.evidence}</span>}
        {nextAttemptAt && <span className="block text-ink-3">To be tried again <ClockTime at={nextAttemptAt} />.</span>}
      </span>
      <RelativeTime at={startedAt} className="shrink-0 text-ink-3" />
    </li>
  );
}
