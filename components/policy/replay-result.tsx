import Link from 'next/link';
import { duration } from '#lib/clock.ts';
import type { Replay } from '#lib/policy/schema.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { notPlayedWords, ruleWords } from './policy-words.ts';

/** What the changed policy would have done to the last 30 days, and of which parts that cannot be said. Null while it is worked out. */
export function ReplayResult({ replay }: { replay: Replay | null }) {
  if (!replay)
    return (
      <div role="status" className="flex flex-col gap-2">
        <p className="text-sm text-ink-3">Playing the last 30 days</p>
        <Skeleton className="h-16 w-full rounded-lg" />
      </div>
    );
  return (
    <section aria-label="The last 30 days" className="flex flex-col gap-2 text-sm">
      {replay.looked === 0 ? <p role="status" className="text-ink-2">Nothing was approved in the last 30 days, so there is nothing to compare with.</p> : <Played replay={replay} />}
      {replay.notPlayed.length > 0 && <p className="text-ink-3">{notPlayedWords(replay.notPlayed)}</p>}
    </section>
  );
}

function Played({ replay }: { replay: Replay }) {
  return (
    <>
      <p role="status" data-figures>
        {replay.isWhole ? `Of ${replay.looked} messages approved in the last 30 days` : `Of the newest ${replay.looked} messages approved in the last 30 days`}, {lines(replay).join(', ')}.
      </p>
      {replay.examples.length > 0 && (
        <ul className="max-h-56 divide-y overflow-auto rounded-lg border">
          {replay.examples.map((each) => (
            <li key={each.approvalId} className="flex flex-wrap gap-x-3 px-3 py-1.5">
              <Link href={`/inbox?id=${each.approvalId}`} target="_blank" className="min-w-40 text-accent-ink hover:underline">{each.leadName || 'A lead'}</Link>
              <span data-figures className="text-ink-2"><When at={each.now} /> → <When at={each.then} /></span>
              {each.rule && <span className="text-ink-3">{ruleWords(each.rule)}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function lines({ same, sooner, later, stopped, freed }: Replay): string[] {
  const why = (rules: readonly { rule: string; count: number }[]) => (rules.length === 0 ? '' : ` (${rules.map(({ rule, count }) => `${ruleWords(rule)} ${count}`).join(', ')})`);
  return [
    `${same} would have gone as they do now`,
    ...(stopped.count > 0 ? [`${stopped.count} would have been stopped${why(stopped.rules)}`] : []),
    ...(later.count > 0 ? [`${later.count} would have gone later${why(later.rules)}, half of them by more than ${duration(later.medianMs)} and none by more than ${duration(later.longestMs)}`] : []),
    ...(sooner > 0 ? [`${sooner} sooner`] : []),
    ...(freed > 0 ? [`${freed} would have gone that are stopped now`] : []),
  ];
}

function When({ at }: { at: string | null }) {
  return at === null ? <>stopped</> : <RelativeTime at={at} />;
}
