import type { Channel } from '#lib/channels/channel.ts';
import { dayMs, hourMs, type Policy } from './policy.ts';
import { dayLimit, gapAfter, nextDayOf } from './rules/quotas.ts';
import type { Facts } from './verdict.ts';

/** When so many messages of one sender would be out, one after another. Pure. */
export interface Pace {
  readonly firstAt: number;
  readonly lastAt: number;
}

/**
 * Keeps the longest gap there may be, both rolling quotas and the ramp as it grows. What was sent before counts as sent at the oldest instant known of
 * its window: at worst a little too hopeful for a moment, never for long.
 */
export function paceOf(count: number, { lastHour, lastDay, firstSendAt }: Pick<Facts, 'lastHour' | 'lastDay' | 'firstSendAt'>, nowMs: number, channel: Channel, { channels, gapVariance, ramp }: Pick<Policy, 'channels' | 'gapVariance' | 'ramp'>): Pace {
  const { perHour, perDay, gapMs } = channels[channel];
  const hour = Array.from({ length: lastHour.count }, () => lastHour.oldest ?? nowMs);
  const day = Array.from({ length: lastDay.count }, () => lastDay.oldest ?? nowMs);
  let at = lastDay.newest === null ? nowMs : Math.max(nowMs, lastDay.newest + gapAfter(lastDay.newest, gapMs, gapVariance));
  let [began, firstAt] = [firstSendAt, at];
  for (let i = 0; i < count; i++) {
    at = dayFree(Math.max(at, frees(hour, perHour, hourMs)));
    hour.push(at);
    day.push(at);
    began ??= at;
    if (i === 0) firstAt = at;
    if (i < count - 1) at += Math.round(gapMs * (1 + gapVariance));
  }
  return { firstAt, lastAt: at };

  /** The first instant from then on at which the day has room: a place frees, or the ramp lets in more on the sender's next day. */
  function dayFree(from: number): number {
    for (let then = from; ; ) {
      const free = frees(day, dayLimit(perDay, ramp, began, then), dayMs);
      if (free <= then) return then;
      then = ramp === null ? free : Math.min(free, nextDayOf(began, then));
    }
  }
}

/** When the window has room again: a window after the send that is as many places back as the quota has. */
function frees(sends: readonly number[], limit: number, windowMs: number): number {
  const blocking = sends[sends.length - limit];
  return blocking === undefined ? -Infinity : blocking + windowMs;
}
