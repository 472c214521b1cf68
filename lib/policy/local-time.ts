/** Wall-clock time in a zone, from an instant. Pure; formatters are kept because making one costs more than using it. */
export interface LocalTime {
  /** 0 = Sunday. */
  readonly weekday: number;
  /** Minutes since local midnight. */
  readonly minute: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function formatter(zone: string): Intl.DateTimeFormat {
  let kept = formatters.get(zone);
  if (!kept) {
    kept = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    formatters.set(zone, kept);
  }
  return kept;
}

export function localTime(epochMs: number, zone: string): LocalTime {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter(zone).formatToParts(epochMs)) parts[type] = value;
  return { weekday: weekdays.indexOf(parts.weekday ?? ''), minute: Number(parts.hour) * 60 + Number(parts.minute) };
}

const dateFormatters = new Map<string, Intl.DateTimeFormat>();

/** The day on the wall calendar there: `2026-12-25`. */
export function localDate(epochMs: number, zone: string): string {
  let kept = dateFormatters.get(zone);
  if (!kept) {
    kept = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    dateFormatters.set(zone, kept);
  }
  return kept.format(epochMs);
}

/** `America/New_York` → `New York`. */
export function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

const hourMs = 3_600_000;

/** The first instant of the next day there, to the minute; a day has 23 to 25 hours. */
export function startOfDayAfter(epochMs: number, zone: string): number {
  const today = localDate(epochMs, zone);
  let [from, to] = [epochMs, epochMs + 26 * hourMs];
  while (to - from > 60_000) {
    const middle = Math.floor((from + to) / 2);
    if (localDate(middle, zone) === today) from = middle;
    else to = middle;
  }
  return Math.floor(to / 60_000) * 60_000 > from ? Math.floor(to / 60_000) * 60_000 : to;
}
