import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter } from '#lib/channels/port.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { deliver } from '#lib/dispatch/deliver.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import type { Log } from '#lib/log.ts';
import type { World } from '#lib/world.ts';
import type { Step } from '../loop.ts';
import { workerCall } from '../worker-call.ts';

const lookAgainMs = 5000;
const copyMsMax = 30_000;

export interface RouteOptions {
  readonly world: World;
  readonly adapter: ChannelAdapter;
  readonly worker: string;
  readonly log: Log;
}

/** Sends what was approved on one channel: claim, deliver, record, one message at a time. */
export function routeStep({ world, adapter, worker, log }: RouteOptions): Step {
  const { channel } = adapter;
  return {
    name: `route ${channel}`,
    async run() {
      const { dispatch, stopped, nextTurnAt } = await claimNext(workerCall(world, 'route'), { channels: [channel], worker });
      if (!dispatch) return { counts: { stopped }, waitMs: stopped > 0 ? 0 : await untilDue(world, channel, nextTurnAt) };
      const outcome = await deliver(adapter, dispatch);
      const recorded = await recordOutcome(workerCall(world, 'route'), dispatch, outcome);
      if (recorded.kind === 'too_late') log.warn({ key: dispatch.idempotencyKey, outcome: outcome.kind, code: recorded.refusal.code }, 'an outcome came too late to be recorded');
      if (outcome.kind === 'accepted') await fileCopy(adapter, dispatch, log);
      return { counts: { stopped, [outcome.kind]: 1 }, waitMs: 0 };
    },
  };
}

async function untilDue(world: World, channel: Channel, nextTurnAt: number | null): Promise<number> {
  const now = world.clock.now();
  const next = nextTurnAt ?? (await world.store.approvals.nextDueAt({ now, channels: [channel] }));
  return next === null ? lookAgainMs : Math.max(10, Math.min(lookAgainMs, next - now));
}

/** The copy in the Sent folder is a comfort: when it cannot be filed, the message was sent all the same. */
async function fileCopy(adapter: ChannelAdapter, dispatch: Parameters<ChannelAdapter['send']>[0], log: Log): Promise<void> {
  try {
    await adapter.fileCopy?.(dispatch, { signal: AbortSignal.timeout(copyMsMax) });
  } catch (error) {
    log.warn({ key: dispatch.idempotencyKey, error: String(error) }, 'the copy for the Sent folder could not be filed');
  }
}
