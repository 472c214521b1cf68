import { duration } from '#lib/clock.ts';
import { cityOf } from '#lib/policy/local-time.ts';

/** Times in words. Pure. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `now`, `5 min`, `in 2 h`, `3 d`; a date when more than two weeks away. */
export function relativeTime(ms: number, nowMs: number): string {
  const past = nowMs - ms;
  const away = Math.abs(past);
  if (away < minuteMs / 2) return 'now';
  if (away > 14 * dayMs) return new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', ...(away > 300 * dayMs && { year: 'numeric' }) }).format(ms);
  const span = duration(Math.max(away, minuteMs));
  return past > 0 ? span : `in ${span}`;
}

export function exactTime(ms: number, zone?: string | null): string {
  const format = { dateStyle: 'medium', timeStyle: 'short' } as const;
  const here = new Intl.DateTimeFormat('en', format).format(ms);
  if (!zone) return here;
  return `${here} · ${new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone: zone }).format(ms)} in ${cityOf(zone)}`;
}

/** `9:02 AM`, with the day when it is not today there. */
export function clockTime(ms: number, nowMs: number, zone: string | null): string {
  const timeZone = zone ?? undefined;
  const day = new Intl.DateTimeFormat('en', { dateStyle: 'short', timeZone });
  const time = new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone }).format(ms);
  if (day.format(ms) === day.format(nowMs)) return time;
  if (day.format(ms) === day.format(nowMs + dayMs)) return `${time} tomorrow`;
  return `${time} on ${new Intl.DateTimeFormat('en', { weekday: 'short', month: 'short', day: 'numeric', timeZone }).format(ms)}`;
}

/** How late something is: null while in time, `soon` in the last hour before, `late` after. */
export function lateness(dueMs: number, nowMs: number): 'in time' | 'soon' | 'late' {
  if (nowMs >= dueMs) return 'late';
  return dueMs - nowMs < hourMs ? 'soon' : 'in time';
}
