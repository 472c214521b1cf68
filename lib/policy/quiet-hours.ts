import { localTime } from './local-time.ts';

/** Hours in which a message may arrive, in minutes since local midnight: from `open`, before `close`. */
export interface OpenHours {
  readonly open: number;
  readonly close: number;
}

/** Per weekday, 0 = Sunday. */
export type Week = (weekday: number) => OpenHours;

const hours = (open: number, close: number): OpenHours => ({ open: open * 60, close: close * 60 });

/** Law for phone channels, by state; where a state says nothing, the federal rule. */
export const federal: Week = () => hours(8, 21);
const byState: Readonly<Record<string, Week>> = {
  // Texas Business and Commerce Code 302, as changed by SB 140: texts included.
  TX: (weekday) => (weekday === 0 ? hours(12, 21) : hours(9, 21)),
  // Florida Statutes 501.059.
  FL: () => hours(8, 20),
};

/** The strictest week of all states somebody may be in. */
export function strictest(states: readonly string[]): Week {
  const weeks = [federal, ...states.flatMap((state) => byState[state] ?? [])];
  return (weekday) => {
    const all = weeks.map((week) => week(weekday));
    return { open: Math.max(...all.map(({ open }) => open)), close: Math.min(...all.map(({ close }) => close)) };
  };
}

const minuteMs = 60_000;

/**
 * The first instant at or after `nowMs` that lies in the open hours of every zone at once; null when there is none within two weeks.
 * Daylight saving is taken from the zone itself: after a jump the wall clock is read again and corrected.
 */
export function nextOpen(nowMs: number, zones: readonly string[], week: Week): number | null {
  let at = nowMs;
  for (let tries = 0; tries < 64 * zones.length; tries++) {
    const shut = zones.find((zone) => !isOpen(at, zone, week));
    if (shut === undefined) return at;
    at = openingAfter(at, shut, week);
  }
  return null;
}

export function isOpen(atMs: number, zone: string, week: Week): boolean {
  const { weekday, minute } = localTime(atMs, zone);
  const { open, close } = week(weekday);
  return minute >= open && minute < close;
}

/** The start of the next open hours in one zone, given that it is shut. */
function openingAfter(atMs: number, zone: string, week: Week): number {
  const { weekday, minute } = localTime(atMs, zone);
  const today = week(weekday);
  const tomorrow = week((weekday + 1) % 7);
  const minutesAhead = minute < today.open ? today.open - minute : 24 * 60 - minute + tomorrow.open;
  const wanted = minute < today.open ? today.open : tomorrow.open;
  const wholeMinute = Math.floor(atMs / minuteMs) * minuteMs;
  const landed = wholeMinute + minutesAhead * minuteMs;
  const off = localTime(landed, zone).minute - wanted;
  const corrected = landed - off * minuteMs;
  return Math.abs(off) <= 180 && corrected > atMs ? corrected : landed;
}
