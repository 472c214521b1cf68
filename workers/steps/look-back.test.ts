import { expect, test } from 'vitest';
import type { Inbound } from '#lib/channels/port.ts';
import { given, inbound, lead, openWorld } from '#lib/messages/testing/inbound-world.ts';
import { lookBackStep } from './look-back.ts';

/** What teammates sent from elsewhere, found by looking back. */

const out = (externalId: string): Inbound => inbound({ externalId, direction: 'out', sentAt: 1 + Number(externalId) });

test('each batch is recorded before the next one is asked for, and what was known counts no second time', async () => {
  const world = openWorld();
  await given(world, lead());
  const known: number[] = [];
  const adapter = {
    channel: 'email' as const,
    async *sentElsewhere() {
      for (const batch of [[out('1'), out('2')], [out('3')]]) {
        known.push((await world.store.messages.page({}, { cursor: null, limit: 10 })).total);
        yield batch;
      }
    },
  };
  const step = lookBackStep(world, adapter);
  const never = new AbortController().signal;
  expect(await step.run(never)).toEqual({ counts: { found: 3 }, waitMs: 6 * 3_600_000 });
  expect(known).toEqual([0, 2]);
  expect((await step.run(never)).counts).toEqual({ found: 0 });
});
