import { expect, test } from 'vitest';
import { mel } from '#lib/approvals/given.ts';
import { on } from '#lib/store/event.ts';
import { createTestWorld, testStart } from '#lib/store/memory/test-world.ts';
import { listChannels } from './list-channels.ts';
import { senderOf } from './sender.ts';

const open = { kind: 'open', untilMs: testStart + 60_000, opens: 1, code: 'unknown', why: 'No answer came.' } as const;

test('a rest is told from the journal, with its end; once that is over the channel is being tried again, though nothing went out since', async () => {
  const t = createTestWorld();
  const sender = senderOf(t.world.settings, 'email');
  const breaker = async () => (await listChannels(t.as(mel))).items.find(({ channel }) => channel === 'email')?.breaker;
  expect(await breaker()).toBeNull();
  await t.record(on('channel', 'email', [{ type: 'BreakerMoved', sender, breaker: open }]));
  expect(await breaker()).toEqual({ state: 'open', until: new Date(open.untilMs).toISOString(), why: 'No answer came.' });
  await t.record(on('channel', 'email', [{ type: 'BreakerMoved', sender, breaker: { ...open, untilMs: testStart } }]));
  expect(await breaker()).toMatchObject({ state: 'half_open', until: null });
  await t.record(on('channel', 'email', [{ type: 'BreakerMoved', sender, breaker: { kind: 'closed', failures: 0 } }]));
  expect(await breaker()).toBeNull();
});
