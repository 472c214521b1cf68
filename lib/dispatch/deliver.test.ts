import { expect, test } from 'vitest';
import type { Outcome } from '#lib/approvals/approval.ts';
import type { ChannelAdapter, Dispatch, SendOptions } from '#lib/channels/port.ts';
import { deliver } from './deliver.ts';

const dispatch: Dispatch = {
  approvalId: 'apr_1', idempotencyKey: 'apr_1.1', attempt: 1, unsubscribe: null, references: [], startedAt: 0,
  content: { channel: 'email', sender: 'us@example.com', recipient: 'kim@example.org', subject: 'House', body: 'A house.', attachments: [] },
};
const look = () => Promise.resolve(null);
const never = new AbortController().signal;
const soon = { msMax: 20, stopMs: 20, graceMs: 20 };

/** A channel that does what it is told when it is asked to send, and nothing else. */
const channel = (send: (dispatch: Dispatch, options: SendOptions) => Promise<Outcome>): ChannelAdapter => ({
  channel: 'email', sandbox: true, sender: 'us@example.com', capabilities: { send: true, receive: false, reconcile: false, subject: true, attachments: false, textLengthMax: 1000 }, send,
  receive: () => Promise.reject(new Error('not asked')), reconcile: () => Promise.reject(new Error('not asked')), probe: () => Promise.reject(new Error('not asked')), close: () => Promise.resolve(),
});

test('what the channel says is what it came to', async () => {
  expect(await deliver(channel(async () => ({ kind: 'accepted', providerId: 'p', evidence: '250' })), dispatch, never, look)).toEqual({ kind: 'accepted', providerId: 'p', evidence: '250' });
});

test('a channel that falls over may have sent it: nobody knows, and it is no reason to try again', async () => {
  expect(await deliver(channel(() => Promise.reject(new Error('socket hang up'))), dispatch, never, look)).toEqual({ kind: 'unknown', evidence: expect.stringContaining('socket hang up') });
});

test('a channel that does not answer is told to end, and one that does not listen either is left: nobody knows', async () => {
  const heard = channel((_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('cut')))));
  expect(await deliver(heard, dispatch, never, look, soon)).toEqual({ kind: 'unknown', evidence: expect.stringContaining('cut') });
  const deaf = channel(() => new Promise(() => undefined));
  expect(await deliver(deaf, dispatch, never, look, soon)).toEqual({ kind: 'unknown', evidence: expect.stringContaining('no answer') });
});

test('a worker that is asked to end cuts what is under way, and nobody knows what became of it', async () => {
  const deaf = channel(() => new Promise(() => undefined));
  expect(await deliver(deaf, dispatch, AbortSignal.abort(), look, { ...soon, msMax: 60_000 })).toEqual({ kind: 'unknown', evidence: expect.stringContaining('asked to end') });
});
