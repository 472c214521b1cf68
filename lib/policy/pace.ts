import { dayMs, hourMs, type ChannelLimits } from './policy.ts';
import type { SendCount } from './verdict.ts';

/** When so many messages of one sender would be out, one after another. Pure. */
export interface Pace {
  readonly firstAt: number;
  readonly lastAt: number;
}

/**
 * Keeps the gap and both rolling quotas. What was sent before counts as sent at the oldest instant known of its window: at worst a little
 * too hopeful for a moment, never for long.
 */
export function paceOf(count: number, { lastHour, lastDay }: { readonly lastHour: SendCount; readonly lastDay: SendCount }, nowMs: number, { perHour, perDay, gapMs }: ChannelLimits): Pace {
  const hour = Array.from({ length: lastHour.count }, () => lastHour.oldest ?? nowMs);
  const day = Array.from({ length: lastDay.count }, () => lastDay.oldest ?? nowMs);
  let at = Math.max(nowMs, (lastDay.newest ?? -Infinity) + gapMs);
  let firstAt = at;
  for (let i = 0; i < count; i++) {
    at = Math.max(at, frees(hour, perHour, hourMs), frees(day, perDay, dayMs));
    hour.push(at);
    day.push(at);
    if (i === 0) firstAt = at;
    if (i < count - 1) at += gapMs;
  }
  return { firstAt, lastAt: at };
}

/** When the window has room again: a window after the send that is as many places back as the quota has. */
function frees(sends: readonly number[], limit: number, windowMs: number): number {
  const blocking = sends[sends.length - limit];
  return blocking === undefined ? -Infinity : blocking + windowMs;
}
