import type { ChannelAdapter } from '#lib/channels/port.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import type { World } from '#lib/world.ts';
import type { Step } from '../loop.ts';
import { workerCall } from '../worker-call.ts';

/** How far back is looked, and how often (ms): a night without the worker is made up for. */
const backMs = 3 * 86_400_000;
const everyMs = 6 * 3_600_000;

/** Takes in what teammates sent from elsewhere and reading on did not find: it counts for caps, and drafts to those people are read again. */
export function lookBackStep(world: World, adapter: ChannelAdapter & Required<Pick<ChannelAdapter, 'lookBack'>>): Step {
  return {
    name: `look back ${adapter.channel}`,
    async run(signal) {
      const inbound = await adapter.lookBack({ sinceMs: world.clock.now() - backMs, signal });
      const done = await recordInbound(workerCall(world, 'look-back'), { inbound });
      return { counts: { found: done.filter(({ kind }) => kind === 'recorded').length }, waitMs: everyMs };
    },
  };
}

export function canLookBack(adapter: ChannelAdapter): adapter is ChannelAdapter & Required<Pick<ChannelAdapter, 'lookBack'>> {
  return adapter.capabilities.receive && adapter.lookBack !== undefined;
}
