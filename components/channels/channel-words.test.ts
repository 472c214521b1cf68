import { expect, test } from 'vitest';
import type { ChannelView } from '#lib/channels/list-channels.ts';
import { channelLook, sentence, troubleWords, untoldTroubles, waitingWords } from './channel-words.ts';

const well = { state: 'ok', lastFetchAt: null, error: null, sendingError: null };
const channel = (more: Partial<ChannelView>): ChannelView => ({ channel: 'email', mode: 'real', sender: 'us@example.com', paused: null, status: well, waiting: 0, breaker: null, ...more });
const open = { state: 'open', until: '2026-01-05T09:01:00.000Z', why: 'No answer came.' } as const;
const error = { concerns: 'sending', code: 'credentials', setting: null, message: 'Wrong password.', nextTryAt: null } as const;
const pause = { by: 'person:usr_mel', at: '2026-01-05T09:00:00.000Z', reason: 'A wrong text.' };

test.each([
  ['Working', channel({})],
  ['Resting', channel({ breaker: open })],
  ['Resting', channel({ breaker: open, status: null })],
  ['Trying again', channel({ breaker: { state: 'half_open', until: null, why: '' } })],
  ['Not working', channel({ breaker: open, status: { ...well, error, sendingError: error } })],
  ['Paused', channel({ breaker: open, paused: pause })],
  ['Off', channel({ breaker: open, mode: 'off' })],
  ['Not heard of yet', channel({ status: null })],
])('%s', (label, given) => expect(channelLook(given, false).label).toBe(label));

test('while all are paused, each is', () => expect(channelLook(channel({ breaker: open }), true).label).toBe('Paused'));

test('a server’s words end as a sentence', () => expect(['No answer', 'No answer. ', 'Why?'].map(sentence)).toEqual(['No answer.', 'No answer.', 'Why?']));

test('what is wrong names the setting to look at, once', () => {
  expect(troubleWords({ ...error, setting: 'RE_EMAIL_SMTP_URL' })).toBe('Wrong password. Check RE_EMAIL_SMTP_URL.');
  expect(troubleWords({ ...error, message: 'RE_EMAIL_SMTP_URL is wrong', setting: 'RE_EMAIL_SMTP_URL' })).toBe('RE_EMAIL_SMTP_URL is wrong.');
});

test('of what is wrong with sending and receiving both are told; why it rests is told with the rest', () => {
  const fetching = { ...error, concerns: 'fetching' as const };
  const both = { ...well, error: fetching, sendingError: error };
  expect(untoldTroubles(channel({ status: both }))).toEqual([error, fetching]);
  expect(untoldTroubles(channel({ status: both, breaker: open }))).toEqual([fetching]);
  expect(untoldTroubles(channel({ status: { ...well, error, sendingError: error }, breaker: { ...open, state: 'half_open' } }))).toEqual([error]);
  expect(untoldTroubles(channel({}))).toEqual([]);
});

test.each([[0, ''], [1, '1 approved message waits.'], [1201, '1,201 approved messages wait.']])('%d that wait', (waiting, words) => expect(waitingWords(waiting)).toBe(words));
