import { expect, test } from 'vitest';
import type { ChannelAdapter } from '#lib/channels/port.ts';
import { Fault } from '#lib/errors.ts';
import { statusBoard } from './status.ts';

const at = Date.parse('2026-01-05T09:00:00Z');

function board() {
  const board = statusBoard(new Map([['email', {} as ChannelAdapter]]), { now: () => at, monotonicMs: () => 0 });
  return { ...board, email: () => (board.facts()['channels'] as Record<string, unknown>)['email'] };
}

const away = { error: new Fault('channel_unreachable', 'RE_EMAIL_IMAP_URL does not answer', { retryable: true }), nextTryMs: 2000 };
const fetching = { concerns: 'fetching', code: 'channel_unreachable', setting: 'RE_EMAIL_IMAP_URL', message: 'RE_EMAIL_IMAP_URL does not answer', nextTryAt: '2026-01-05T09:00:02.000Z' };
const sending = { concerns: 'sending', code: 'channel_credentials', setting: null, message: 'Wrong password.', nextTryAt: null };

test('what is wrong with receiving and with sending is told, each until it is over', () => {
  const { email, ...on } = board();
  expect(email()).toEqual({ state: 'starting', lastFetchAt: null, error: null, sendingError: null });
  on.sending('email', { code: 'channel_credentials', message: 'Wrong password.', nextTryAt: null });
  expect(email()).toMatchObject({ state: 'failing', error: sending, sendingError: sending });
  on.fetching('email', away);
  expect(email()).toMatchObject({ state: 'failing', error: fetching, sendingError: sending });
  on.fetched('email');
  expect(email()).toMatchObject({ state: 'failing', lastFetchAt: '2026-01-05T09:00:00.000Z', error: sending });
  on.fetching('email', away);
  on.sending('email', null);
  expect(email()).toMatchObject({ state: 'failing', error: fetching, sendingError: null });
  on.fetching('email', null);
  expect(email()).toMatchObject({ state: 'ok', error: null, sendingError: null });
});

test('while the step that sends fails nothing goes out, and that is told; it ends nothing that the channel said', () => {
  const { email, ...on } = board();
  on.sending('email', { code: 'channel_credentials', message: 'Wrong password.', nextTryAt: null });
  on.standstill('email', { error: new Error('it does not fit'), nextTryMs: 1000 });
  expect(email()).toMatchObject({ state: 'failing', sendingError: { concerns: 'sending', code: 'bug', message: 'it does not fit', nextTryAt: '2026-01-05T09:00:01.000Z' } });
  on.standstill('email', null);
  expect(email()).toMatchObject({ sendingError: sending });
});
