import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Channel } from '#lib/channels/channel.ts';
import { sendReads } from './read-approvals.ts';
import { Tables } from './tables.ts';

/** What the quotas ask, against counting by hand. */

const minute = 60_000;
const instant = fc.oneof(fc.integer({ min: 0, max: 50 * 60 * minute }), fc.integer({ min: 0, max: 3000 }).map((n) => n * minute), fc.integer({ min: 0, max: 50 }).map((n) => n * 60 * minute));
const send = fc.record({ channel: fc.constantFrom<Channel>('email', 'whatsapp'), sender: fc.constantFrom('us@example.com', '0', 'zz'), at: instant, counts: fc.boolean() });

test('sends in a window: as many as there are, the oldest and the newest', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(send, { maxLength: 60 }), instant, fc.constantFrom<Channel>('email', 'whatsapp'), fc.constantFrom('us@example.com', '0', undefined), async (sends, sinceMs, channel, sender) => {
      const tables = new Tables();
      for (const [i, each] of sends.entries()) {
        tables.sends.set({ id: `s${i}`, channel: each.channel, sender: each.sender, leadId: 'lea_1', startedAt: each.at, counts: true });
        if (!each.counts) tables.sends.set({ id: `s${i}`, channel: each.channel, sender: each.sender, leadId: 'lea_1', startedAt: each.at, counts: false });
      }
      const wanted = sends.filter((each) => each.counts && each.channel === channel && (sender === undefined || each.sender === sender) && each.at >= sinceMs).map((each) => each.at);
      expect(await sendReads(async () => tables).since({ channel, sinceMs, ...(sender === undefined ? {} : { sender }) })).toEqual({
        count: wanted.length, oldest: wanted.length === 0 ? null : Math.min(...wanted), newest: wanted.length === 0 ? null : Math.max(...wanted),
      });
    }),
    { numRuns: 500 },
  );
});
