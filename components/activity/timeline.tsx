'use client';

import { Check, CircleAlert, Dot, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import type { ActivityView } from '#lib/audit/schema.ts';
import { cn } from '#components/ui/cn.ts';
import { useMinute } from '#components/ui/relative-time.tsx';
import { exactTime } from '#components/ui/time-words.ts';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { daysOf, hrefOf, toneNames } from './timeline-words.ts';

const marks = {
  neutral: { icon: Dot, look: 'text-ink-3' },
  good: { icon: Check, look: 'text-good' },
  warning: { icon: TriangleAlert, look: 'text-held' },
  bad: { icon: CircleAlert, look: 'text-failed' },
} as const;

/** What happened, by day, newest first: a sentence each, with its number in the journal and its cause. */
export function Timeline({ items }: { items: readonly ActivityView[] }) {
  useMinute();
  return (
    <div>
      {daysOf(items, Date.now()).map((day) => (
        <section key={day.label} aria-label={day.label} className="pb-4">
          <h2 suppressHydrationWarning className="sticky top-0 z-10 bg-surface py-1.5 text-xs font-medium text-ink-3">{day.label}</h2>
          <ol>{day.items.map((item) => <TimelineItem key={item.seq} item={item} />)}</ol>
        </section>
      ))}
    </div>
  );
}

function TimelineItem({ item }: { item: ActivityView }) {
  const { icon: Icon, look } = marks[item.tone];
  const href = hrefOf(item);
  const ms = Date.parse(item.at);
  return (
    <li className="group -mx-2 flex items-start gap-2.5 rounded-md px-2 py-1 text-sm hover:bg-hover">
      <Tooltip text={exactTime(ms)}>
        <time dateTime={item.at} suppressHydrationWarning className="w-16 shrink-0 text-right text-xs leading-5 text-ink-3">{new Intl.DateTimeFormat('en', { timeStyle: 'short' }).format(ms)}</time>
      </Tooltip>
      <span className={cn('flex size-5 shrink-0 items-center justify-center', look)}>
        <Icon aria-hidden className={item.tone === 'neutral' ? 'size-5' : 'size-3.5'} />
        <span className="sr-only">{toneNames[item.tone]}</span>
      </span>
      <span className="min-w-0 flex-1 break-words">
        {href ? <Link data-row href={href} className="line-clamp-3 hover:underline">{item.text}</Link> : <span className="line-clamp-3">{item.text}</span>}
      </span>
      <Tooltip text={<span className="min-w-0 break-all">{item.type}, by {item.actor}, {item.correlationId}</span>}>
        <span data-figures tabIndex={0} className="max-w-[45%] shrink-0 truncate text-xs leading-5 text-ink-3 max-sm:hidden">{item.cause} · {item.seq}</span>
      </Tooltip>
    </li>
  );
}
