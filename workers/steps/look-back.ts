import type { ChannelAdapter } from '#lib/channels/port.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import type { World } from '#lib/world.ts';
import type { Step } from '../loop.ts';
import { workerCall } from '../worker-call.ts';

/** How far back is looked, and how often (ms): a night without the worker is made up for. */
const backMs = 3 * 86_400_000;
const everyMs = 6 * 3_600_000;

type LooksBack = ChannelAdapter & Required<Pick<ChannelAdapter, 'sentElsewhere'>>;

/**
 * Takes in what teammates sent from elsewhere and reading on did not find: it counts for caps, and drafts to those people are read again. Each batch is recorded
 * before the next one is fetched; one that an abort or a fault cut short begins anew and finds what it took in to be duplicates.
 */
export function lookBackStep(world: World, adapter: Pick<LooksBack, 'channel' | 'sentElsewhere'>): Step {
  return {
    name: `look back ${adapter.channel}`,
    async run(signal) {
      let found = 0;
      for await (const inbound of adapter.sentElsewhere({ sinceMs: world.clock.now() - backMs, signal })) {
        const done = await recordInbound(workerCall(world, 'look-back'), { inbound });
        found += done.filter(({ kind }) => kind === 'recorded').length;
      }
      return { counts: { found }, waitMs: everyMs };
    },
  };
}

export function canLookBack(adapter: ChannelAdapter): adapter is LooksBack {
  return adapter.capabilities.receive && adapter.sentElsewhere !== undefined;
}
