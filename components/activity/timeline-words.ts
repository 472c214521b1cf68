import type { ActivityView } from '#lib/audit/schema.ts';

/** The journal in days, and where each line leads. Pure. */

export interface Day {
  readonly label: string;
  readonly items: readonly ActivityView[];
}

/** Days in the reader's own zone, newest first as they come. */
export function daysOf(items: readonly ActivityView[], nowMs: number, timeZone?: string): Day[] {
  const key = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone });
  const today = key.format(nowMs);
  const yesterday = key.format(nowMs - 86_400_000);
  const days = new Map<string, ActivityView[]>();
  for (const item of items) {
    const day = key.format(Date.parse(item.at));
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  const full = new Intl.DateTimeFormat('en', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric', timeZone });
  return [...days].map(([day, inDay]) => {
    const date = full.format(Date.parse(inDay[0]?.at ?? ''));
    return { label: day === today ? `Today · ${date}` : day === yesterday ? `Yesterday · ${date}` : date, items: inDay };
  });
}

/** Where a reader goes to see more; null when there is no such page. */
export function hrefOf(item: ActivityView): string | null {
  const target = item.target;
  switch (target?.kind) {
    case 'approval':
      return `/inbox?id=${target.id}`;
    case 'lead':
      return `/leads/${target.id}`;
    case 'contact':
      return '/contacts';
    case 'dnc':
      return '/dnc';
    case 'channel':
      return '/channels';
    case 'user':
    case 'token':
      return '/settings';
    default:
      return item.leadId ? `/leads/${item.leadId}` : null;
  }
}

export const toneNames = { neutral: '', good: 'Good', warning: 'Worth a look', bad: 'Trouble' } as const;
