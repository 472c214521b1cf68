import { expect, test } from 'vitest';
import type { ChannelList, ChannelView } from '#lib/channels/list-channels.ts';
import { channelTroubles, readTroubles, restingChannels, uncertainTrouble } from './troubles.ts';

const channel = (more: Partial<ChannelView>): ChannelView => ({ channel: 'email', mode: 'real', sender: 'us@example.com', paused: null, status: null, waiting: 0, breaker: null, ...more });
const list = (items: readonly ChannelView[], allPaused: ChannelList['allPaused'] = null): ChannelList => ({ items: [...items], allPaused, worker: null });
const open = { state: 'open', until: '2026-01-05T09:01:00.000Z', why: 'No answer came.' } as const;
const wrong = (concerns: 'sending' | 'fetching', message: string) => ({ concerns, code: 'channel_unreachable', setting: 'RE_EMAIL_SMTP_URL', message, nextTryAt: null });
const trouble = (concerns: 'sending' | 'fetching', message: string): Partial<ChannelView> => ({ status: { state: 'failing', lastFetchAt: null, error: wrong(concerns, message), sendingError: concerns === 'sending' ? wrong(concerns, message) : null } });
const pause = { by: 'worker:maintain', at: '2026-01-05T09:00:00.000Z', reason: '12 % came back.' };

test('a channel that is well has nothing to say', () => expect(channelTroubles(list([channel({ waiting: 200 })]))).toEqual([]));

test.each([
  ['a pause of one channel', list([channel({ paused: pause })]), 'Sending by e-mail is paused: 12 % came back.'],
  ['a pause of all', list([], pause), 'Sending is paused on all channels: 12 % came back.'],
  ['trouble, with what to check', list([channel(trouble('sending', 'Wrong password.'))]), 'Sending by e-mail does not work: Wrong password. Check RE_EMAIL_SMTP_URL.'],
  ['trouble that names the setting, with what waits', list([channel({ waiting: 4, ...trouble('sending', 'No answer (RE_EMAIL_SMTP_URL)') })]), 'Sending by e-mail does not work: No answer (RE_EMAIL_SMTP_URL). 4 approved messages wait.'],
  ['trouble with receiving, of which nothing waits', list([channel({ waiting: 4, ...trouble('fetching', 'RE_EMAIL_SMTP_URL') })]), 'Receiving by e-mail does not work: RE_EMAIL_SMTP_URL.'],
  ['a backlog where nothing arrives', list([channel({ waiting: 201, ...trouble('fetching', 'RE_EMAIL_SMTP_URL') })]), 'Receiving by e-mail does not work: RE_EMAIL_SMTP_URL.', 'E-mail: 201 approved messages wait for their turn. More are approved than gaps and quotas let out.'],
  ['a backlog behind trouble, as what waits for it,', list([channel({ waiting: 1201, ...trouble('sending', 'RE_EMAIL_SMTP_URL') })]), 'Sending by e-mail does not work: RE_EMAIL_SMTP_URL. 1,201 approved messages wait.'],
  ['a backlog of a channel that is paused, as the pause,', list([channel({ waiting: 1201, paused: pause })]), 'Sending by e-mail is paused: 12 % came back.'],
  ['a backlog', list([channel({ waiting: 1201 })]), 'E-mail: 1,201 approved messages wait for their turn. More are approved than gaps and quotas let out.'],
])('%s is told', (_name, given, ...words) => expect(channelTroubles(given)).toEqual(words));

test('a channel that rests, or is tried again, is told unless somebody paused it', () => {
  const told = { name: 'E-mail', until: open.until, why: open.why, waiting: 12 };
  expect(restingChannels(list([channel({ breaker: open, waiting: 12 }), channel({})]))).toEqual([told]);
  expect(restingChannels(list([channel({ breaker: { ...open, state: 'half_open', until: null }, waiting: 12 })]))).toEqual([{ ...told, until: null }]);
  expect(restingChannels(list([channel({ breaker: { ...open, state: 'half_open', until: null } })]))).toEqual([]);
  expect(restingChannels(list([channel({ breaker: open, paused: pause }), channel({ breaker: open, mode: 'off' })]))).toEqual([]);
  expect(restingChannels(list([channel({ breaker: open })], pause))).toEqual([]);
});

test('of a channel that rests its trouble and its backlog are told once: as the rest, and why again while one message tries', () => {
  const given = channel({ breaker: open, waiting: 1201, ...trouble('sending', 'RE_EMAIL_SMTP_URL') });
  expect(channelTroubles(list([given]))).toEqual([]);
  expect(channelTroubles(list([{ ...given, breaker: { ...open, state: 'half_open', until: null } }]))).toEqual(['Sending by e-mail does not work: RE_EMAIL_SMTP_URL.']);
});

test('uncertain sends are told until somebody decides', () => {
  expect(uncertainTrouble(0)).toEqual([]);
  expect(uncertainTrouble(1)[0]).toContain('Of 1 message nobody knows whether it went out.');
  expect(uncertainTrouble(3)[0]).toContain('Of 3 messages nobody knows whether they went out.');
});

test('an answer that cannot be read is a trouble too', () => expect(readTroubles('<html>')).toHaveLength(1));
