'use client';

import { useQuery } from '@tanstack/react-query';
import type { Codes } from '#lib/approvals/schema.ts';
import { channelNames, channels } from '#lib/channels/channel.ts';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { SearchBox } from '#components/ui/search-box.tsx';
import { Select } from '#components/ui/select.tsx';
import { ages, queryOf, type StuckFilter } from './stuck-filter.ts';

const all = '*';

/** By words, channel, the code it was refused with, and when it was last tried. */
export function StuckTools({ filter, onFilter }: { filter: StuckFilter; onFilter: (changes: Readonly<Record<string, string>>) => void }) {
  const others = queryOf({ ...filter, code: '' });
  const { data } = useQuery({ queryKey: keys.approvals.codes(others), queryFn: ({ signal }) => get<Codes>('/api/approvals/codes', { query: others, signal }), placeholderData: (before) => before });
  const codes = data?.items ?? [];
  const known = filter.code && !codes.some(({ code }) => code === filter.code) ? [{ code: filter.code, count: 0 }, ...codes] : codes;
  const select = (name: 'channel' | 'code' | 'age') => (value: string) => onFilter({ [name]: value === all ? '' : value });
  return (
    <>
      <SearchBox label="Search recipient, subject, text" value={filter.q} onChange={(q) => onFilter({ q })} />
      <Select label="Channel" value={filter.channel || all} onChange={select('channel')} options={[{ value: all, label: 'All channels' }, ...channels.map((each) => ({ value: each, label: channelNames[each] }))]} />
      {known.length > 0 && <Select label="Failed with" value={filter.code || all} onChange={select('code')} className="max-w-60" options={[{ value: all, label: 'All reasons' }, ...known.map(({ code, count }) => ({ value: code, label: `${code} (${count.toLocaleString('en')})` }))]} />}
      <Select label="Last tried" value={filter.age || all} onChange={select('age')} options={[{ value: all, label: 'Tried at any time' }, ...Object.entries(ages).map(([value, { label }]) => ({ value, label }))]} />
    </>
  );
}
