import type { Outcome } from '#lib/approvals/approval.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter } from '#lib/channels/port.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { deliver } from '#lib/dispatch/deliver.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import type { Log } from '#lib/log.ts';
import type { World } from '#lib/world.ts';
import type { Step, StepResult } from '../loop.ts';
import type { SentCopies } from '../sent-copies.ts';
import { workerCall } from '../worker-call.ts';

const lookAgainMs = 5000;
const firstRestMs = 15_000;
const restMsMax = 5 * 60_000;

/** Refusals that speak of the channel, not of the message: the next message would meet the same. */
const channelTroubles: readonly string[] = ['credentials', 'connection', 'timeout', 'dns', 'tls', 'protocol', 'smtp_421', 'smtp_454'];

export interface SendTrouble {
  readonly code: string;
  readonly message: string;
  readonly nextTryMs: number;
}

export interface RouteOptions {
  readonly world: World;
  readonly adapter: ChannelAdapter;
  readonly worker: string;
  readonly log: Log;
  readonly copies: SentCopies;
  /** Told of trouble with the channel itself, and null when a message went through. */
  readonly onSending: (trouble: SendTrouble | null) => void;
}

/** Sends what was approved on one channel: claim, deliver, record, one message at a time. Trouble with the channel itself rests it a while. */
export function routeStep({ world, adapter, worker, log, copies, onSending }: RouteOptions): Step {
  const { channel } = adapter;
  const { clock } = world;
  let failures = 0;
  let restsUntil = -Infinity;
  const learn = (outcome: Outcome) => {
    if (outcome.kind === 'refused' && channelTroubles.includes(outcome.code)) {
      const nextTryMs = Math.min(restMsMax, firstRestMs * 2 ** Math.min(failures, 10));
      failures += 1;
      restsUntil = clock.monotonicMs() + nextTryMs;
      onSending({ code: outcome.code === 'credentials' ? 'channel_credentials' : 'channel_unreachable', message: outcome.evidence, nextTryMs });
    } else if (outcome.kind === 'accepted') {
      failures = 0;
      onSending(null);
    }
  };
  return {
    name: `route ${channel}`,
    async run(signal): Promise<StepResult> {
      const restMs = restsUntil - clock.monotonicMs();
      if (restMs > 0) return { counts: {}, waitMs: restMs };
      const { dispatch, stopped, nextTurnAt } = await claimNext(workerCall(world, 'route'), { channels: [channel], worker });
      if (!dispatch) return { counts: { stopped }, waitMs: stopped > 0 ? 0 : await untilDue(world, channel, nextTurnAt) };
      const outcome = await deliver(adapter, dispatch, signal);
      learn(outcome);
      const recorded = await recordOutcome(workerCall(world, 'route'), dispatch, outcome);
      if (recorded.kind === 'too_late') log.warn({ key: dispatch.idempotencyKey, outcome: outcome.kind, code: recorded.refusal.code }, 'an outcome came too late to be recorded');
      if (outcome.kind === 'accepted') copies.add(adapter, dispatch);
      return { counts: { stopped, [outcome.kind]: 1 }, waitMs: 0 };
    },
  };
}

async function untilDue(world: World, channel: Channel, nextTurnAt: number | null): Promise<number> {
  const now = world.clock.now();
  const next = nextTurnAt ?? (await world.store.approvals.nextDueAt({ now, channels: [channel] }));
  return next === null ? lookAgainMs : Math.max(10, Math.min(lookAgainMs, next - now));
}
