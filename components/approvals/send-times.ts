import { sendLaterMsMax } from '#lib/approvals/limits.ts';

/** When a message may go out later, on the wall clock of a place. Pure. */

export interface SendTime {
  readonly label: string;
  /** ms since the epoch. */
  readonly at: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const morning = 9 * 60;
const evening = 17 * 60;

interface WallTime {
  /** Of midnight there, as if it were in UTC. */
  readonly day: number;
  readonly minute: number;
  /** 0 = Sunday. */
  readonly weekday: number;
}

function wallTime(at: number, zone: string): WallTime {
  const parts: Record<string, string> = {};
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  for (const { type, value } of format.formatToParts(at)) parts[type] = value;
  const day = Date.UTC(Number(parts['year']), Number(parts['month']) - 1, Number(parts['day']));
  return { day, minute: Number(parts['hour']) * 60 + Number(parts['minute']), weekday: new Date(day).getUTCDay() };
}

/** The instant at which clocks there show it; where they skip it, the first instant behind the gap. */
export function instantThere(day: number, minute: number, zone: string): number {
  const wanted = day + minute * minuteMs;
  const shownAt = (at: number) => {
    const { day: there, minute: then } = wallTime(at, zone);
    return there + then * minuteMs;
  };
  let at = wanted;
  for (let i = 0; i < 3; i++) at += wanted - shownAt(at);
  return shownAt(at) === wanted ? at : at + Math.max(0, wanted - shownAt(at));
}

/** What people choose most: later today, tomorrow morning, the next working week. */
export function usualTimes(nowMs: number, zone: string): SendTime[] {
  const { day, minute, weekday } = wallTime(nowMs, zone);
  const toMonday = (8 - weekday) % 7 || 7;
  return [
    ...(minute < morning - 30 ? [{ label: 'This morning', at: instantThere(day, morning, zone) }] : []),
    ...(minute < evening - 30 ? [{ label: 'This afternoon', at: instantThere(day, evening, zone) }] : []),
    { label: 'Tomorrow morning', at: instantThere(day + dayMs, morning, zone) },
    ...(toMonday > 1 ? [{ label: 'Monday morning', at: instantThere(day + toMonday * dayMs, morning, zone) }] : []),
  ];
}

/** What a field for date and time holds (`2026-12-24T09:00`) as an instant there; null when it holds none. */
export function fieldInstant(text: string, zone: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/.exec(text);
  if (!found) return null;
  const [year = 0, month = 0, date = 0, hour = 0, minute = 0] = found.slice(1).map(Number);
  return instantThere(Date.UTC(year, month - 1, date), hour * 60 + minute, zone);
}

/** Why nothing can be sent at this instant; null when it can. */
export function timeProblem(at: number | null, nowMs: number): string | null {
  if (at === null) return 'Give a date and a time.';
  if (at <= nowMs) return 'That has passed there.';
  return at > nowMs + sendLaterMsMax ? `At most ${sendLaterMsMax / dayMs} days from now.` : null;
}

/** An instant as such a field holds it. */
export function fieldText(at: number, zone: string): string {
  const { day, minute } = wallTime(at, zone);
  return new Date(day + minute * minuteMs).toISOString().slice(0, 16);
}
