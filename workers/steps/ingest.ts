import type { ChannelAdapter } from '#lib/channels/port.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import type { World } from '#lib/world.ts';
import type { Step } from '../loop.ts';
import { workerCall } from '../worker-call.ts';

/** How long a channel may be listened to in one step (ms): IDLE or a watched folder; polling is the net below it. */
const listenMs = 25_000;

/** The first look does not wait, so that a channel is known to work as soon as the worker starts. Fetches what came in on one channel and records it, with how far it was read, in one commit per message. */
export function ingestStep(world: World, adapter: ChannelAdapter, onFetched: () => void): Step {
  const { channel } = adapter;
  let waitMs = 0;
  return {
    name: `ingest ${channel}`,
    async run(signal) {
      const cursors = (await world.store.channelStates.get(channel))?.watermarks ?? {};
      const batch = await adapter.receive(cursorFor(adapter, cursors), { signal, waitMs });
      onFetched();
      waitMs = listenMs;
      const cursorMoved = cursors[batch.source] !== batch.cursor && batch.cursor !== '';
      if (batch.items.length === 0 && !cursorMoved) return { counts: {}, waitMs: 0 };
      const watermark = { channel, source: batch.source, cursor: batch.cursor, note: batch.note };
      const done = await recordInbound(workerCall(world, 'ingest'), { inbound: batch.items, ...(cursorMoved && { watermark }) });
      const counts: Record<string, number> = {};
      for (const { kind } of done) counts[kind] = (counts[kind] ?? 0) + 1;
      return { counts, waitMs: 0 };
    },
  };
}

/** An adapter keeps one watermark: under the one source it reads. */
function cursorFor({ sandbox }: ChannelAdapter, cursors: Readonly<Record<string, string>>): string | null {
  const own = Object.entries(cursors).filter(([source]) => (source === 'sandbox') === sandbox);
  return own[0]?.[1] ?? null;
}
