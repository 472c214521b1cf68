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
