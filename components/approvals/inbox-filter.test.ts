import { expect, test } from 'vitest';
import { readFilter, writeFilter } from './inbox-filter.ts';

const read = (query: string) => readFilter(new URLSearchParams(query));

test.each([
  ['', { tab: 'pending', channel: null, q: '', id: null }],
  ['id=', { tab: 'pending', channel: null, q: '', id: null }],
  ['id=../leads', { tab: 'pending', channel: null, q: '', id: null }],
  ['id=codes', { tab: 'pending', channel: null, q: '', id: null }],
  ['id=%20', { tab: 'pending', channel: null, q: '', id: null }],
  ['status=dead_letter&channel=telegram&q=roof&id=apr_1', { tab: 'stopped', channel: 'telegram', q: 'roof', id: 'apr_1' }],
  ['status=nonsense&channel=pigeon', { tab: 'pending', channel: null, q: '', id: null }],
] as const)('the address “?%s” is read', (query, filter) => expect(read(query)).toEqual(filter));

test('what is written is read again', () => {
  const filter = { tab: 'sent', channel: 'email', q: 'a & b', id: 'apr_1' } as const;
  expect(read(writeFilter(filter).split('?')[1] ?? '')).toEqual(filter);
});
