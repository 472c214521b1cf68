'use client';

import { useMinute } from './relative-time.tsx';
import { clockTime, exactTime } from './time-words.ts';
import { Tooltip } from './tooltip.tsx';

/** A time on the clock, with the day when that is not today; the exact one on hover and focus. For what somebody waits for. */
export function ClockTime({ at }: { at: string }) {
  useMinute();
  const ms = Date.parse(at);
  return (
    <Tooltip text={exactTime(ms)}>
      <time dateTime={at} tabIndex={0} data-figures suppressHydrationWarning className="rounded-sm">{clockTime(ms, Date.now(), null)}</time>
    </Tooltip>
  );
}
