import { expect, test } from 'vitest';
import type { LeadView } from '#lib/leads/schema.ts';
import { dncWords, entryWords } from './lead-words.ts';

type Entry = LeadView['dnc'][number];
const asked: Entry = { id: 'dnc_1', kind: 'lead', value: 'lea_1', channel: 'all', reason: 'asked by phone', onlyAddress: false };
const returned: Entry = { id: 'dnc_2', kind: 'email', value: 'kim@example.org', channel: 'email', reason: '5.1.1 no such user', onlyAddress: true };
const addresses: LeadView['addresses'] = [{ kind: 'email', value: 'kim@example.org' }, { kind: 'email', value: 'k@example.net' }, { kind: 'phone', value: '+13035550142' }];
const say = (...dnc: Entry[]) => dncWords({ dnc, addresses })?.words ?? null;

test('somebody of whom one address came back is not called one who must not be contacted', () => {
  expect(dncWords({ dnc: [returned], addresses })).toEqual({ words: 'An address is out', tone: 'held' });
  expect(say(returned, { ...returned, id: 'dnc_3', value: 'k@example.net' })).toBe('2 addresses are out');
  expect(say()).toBeNull();
});

test('a channel that somebody does not want to be written to on is named, and all that they have are all', () => {
  expect(say({ ...asked, channel: 'whatsapp' })).toBe('Do not contact by WhatsApp');
  expect(say({ ...asked, channel: 'telegram' }, { ...asked, channel: 'email' }, returned)).toBe('Do not contact by e-mail, Telegram');
  expect(say({ ...asked, channel: 'whatsapp' }, { ...asked, channel: 'email' })).toBe('Do not contact');
  expect(say(asked, returned)).toBe('Do not contact');
  expect(dncWords({ dnc: [{ ...asked, channel: 'email' }], addresses: [] })?.words).toBe('Do not contact by e-mail');
});

test('each entry says what it forbids', () => {
  expect([asked, { ...asked, channel: 'whatsapp' as const }, returned, { ...asked, kind: 'domain', value: 'example.org' }].map(entryWords)).toEqual([
    'Do not contact on any channel', 'Do not contact by WhatsApp', 'Nothing goes to kim@example.org', 'Do not contact on any channel (example.org)',
  ]);
});
