import { channels, type Channel } from '#lib/channels/channel.ts';

/** What the desk is narrowed to, as it stands in the address. Pure. */

export const ages = {
  'day': { label: 'In the last 24 hours', query: { youngerThanHours: 24 } },
  'week': { label: 'In the last 7 days', query: { youngerThanHours: 168 } },
  'over-day': { label: 'More than a day ago', query: { olderThanHours: 24 } },
  'over-week': { label: 'More than a week ago', query: { olderThanHours: 168 } },
} as const;
type Age = keyof typeof ages;

export interface StuckFilter {
  readonly channel: Channel | '';
  readonly code: string;
  readonly age: Age | '';
  readonly q: string;
}

export function stuckFilter(value: (name: string) => string): StuckFilter {
  return {
    channel: channels.find((each) => each === value('channel')) ?? '', code: value('code').slice(0, 100), q: value('q').slice(0, 200),
    age: (Object.keys(ages) as Age[]).find((each) => each === value('age')) ?? '',
  };
}

/** As the server is asked. */
export function queryOf({ channel, code, age, q }: StuckFilter): Readonly<Record<string, string | number>> {
  return { ...(channel && { channel }), ...(code && { code }), ...(q.trim() && { q }), ...(age && ages[age].query) };
}

export const noFilter = { channel: '', code: '', age: '', q: '' };

export const isNarrowed = (filter: StuckFilter) => Object.keys(queryOf(filter)).length > 0;
