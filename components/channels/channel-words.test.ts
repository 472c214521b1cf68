import { expect, test } from 'vitest';
import type { ChannelView } from '#lib/channels/list-channels.ts';
import { channelLook, sentence } from './channel-words.ts';

const well = { state: 'ok', lastFetchAt: null, error: null };
const channel = (more: Partial<ChannelView>): ChannelView => ({ channel: 'email', mode: 'real', sender: 'us@example.com', paused: null, status: well, waiting: 0, breaker: null, ...more });
const open = { state: 'open', until: '2026-01-05T09:01:00.000Z', why: 'No answer came.' } as const;
const error = { code: 'credentials', setting: null, message: 'Wrong password.', nextTryAt: null };
const pause = { by: 'person:usr_mel', at: '2026-01-05T09:00:00.000Z', reason: 'A wrong text.' };

test.each([
  ['Working', channel({})],
  ['Resting', channel({ breaker: open })],
  ['Resting', channel({ breaker: open, status: null })],
  ['Trying again', channel({ breaker: { state: 'half_open', until: null, why: '' } })],
  ['Not working', channel({ breaker: open, status: { ...well, error } })],
  ['Paused', channel({ breaker: open, paused: pause })],
  ['Off', channel({ breaker: open, mode: 'off' })],
  ['Not heard of yet', channel({ status: null })],
])('%s', (label, given) => expect(channelLook(given, false).label).toBe(label));

test('while all are paused, each is', () => expect(channelLook(channel({ breaker: open }), true).label).toBe('Paused'));

test('a server’s words end as a sentence', () => expect(['No answer', 'No answer. ', 'Why?'].map(sentence)).toEqual(['No answer.', 'No answer.', 'Why?']));
