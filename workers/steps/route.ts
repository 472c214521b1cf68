import type { Outcome } from '#lib/approvals/approval.ts';
import { isChannelTrouble, type Breaker } from '#lib/channels/breaker.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter, Dispatch } from '#lib/channels/port.ts';
import { claimNext, type Claim } from '#lib/dispatch/claim-next.ts';
import { deliver } from '#lib/dispatch/deliver.ts';
import { lastLookAt } from '#lib/dispatch/last-look.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import type { Log } from '#lib/log.ts';
import type { World } from '#lib/world.ts';
import type { Step, StepResult } from '../loop.ts';
import type { SentCopies } from '../sent-copies.ts';
import { workerCall } from '../worker-call.ts';

const lookAgainMs = 5000;

export interface SendTrouble {
  readonly code: string;
  readonly message: string;
  /** When the channel is tried again (ms since the epoch); null when the next message goes on trying. */
  readonly nextTryAt: number | null;
}

export interface RouteOptions {
  readonly world: World;
  readonly adapter: ChannelAdapter;
  readonly worker: string;
  readonly log: Log;
  readonly copies: SentCopies;
  /** Told of trouble with the channel itself, and null when a message went through. */
  readonly onSending: (trouble: SendTrouble | null) => void;
  /** How many messages one step sends before the loop hears of them. */
  readonly messagesMax?: number;
}

/**
 * Sends what was approved on one channel, one message at a time: claim, deliver, record. What came of one message and the claim of the next are recorded
 * together, in one append.
 */
export function routeStep({ world, adapter, worker, log, copies, onSending, messagesMax = 20 }: RouteOptions): Step {
  const { channel } = adapter;
  const claim = () => claimNext(workerCall(world, 'route'), { channels: [channel], worker });
  const record = async (dispatch: Dispatch, outcome: Outcome) => {
    const recorded = await recordOutcome(workerCall(world, 'route'), dispatch, outcome);
    if (recorded.kind === 'recorded') tell(outcome, recorded.breaker, onSending);
    else log.warn({ key: dispatch.idempotencyKey, outcome: outcome.kind, code: recorded.refusal.code }, 'an outcome came too late to be recorded');
    if (outcome.kind === 'accepted') copies.add(adapter, dispatch);
  };
  return {
    name: `route ${channel}`,
    async run(signal): Promise<StepResult> {
      const counts = { stopped: 0, accepted: 0, refused: 0, unknown: 0 };
      let next = await claim();
      for (let sent = 1; ; sent++) {
        counts.stopped += next.stopped;
        const { dispatch } = next;
        if (!dispatch) return { counts, waitMs: next.stopped > 0 ? 0 : await untilDue(world, channel, next.nextTurnAt) };
        const outcome = await deliver(adapter, dispatch, signal, lastLookAt(world, dispatch));
        counts[outcome.kind] += 1;
        const isLast = sent === messagesMax || signal.aborted;
        const [recorded, claimed] = await Promise.allSettled([record(dispatch, outcome), isLast ? nothing : claim()]);
        // What was claimed is sent even so: nobody else may.
        if (recorded.status === 'rejected' && !(claimed.status === 'fulfilled' && claimed.value.dispatch)) throw recorded.reason;
        if (recorded.status === 'rejected') log.error({ key: dispatch.idempotencyKey, outcome: outcome.kind, error: String(recorded.reason) }, 'an outcome could not be recorded');
        if (claimed.status === 'rejected') throw claimed.reason;
        if (isLast) return { counts, waitMs: 0 };
        next = claimed.value;
      }
    },
  };
}

const nothing: Claim = { dispatch: null, stopped: 0, nextTurnAt: null };

function tell(outcome: Outcome, breaker: Breaker, onSending: RouteOptions['onSending']): void {
  if (outcome.kind === 'accepted') onSending(null);
  else if (outcome.kind === 'refused' && isChannelTrouble(outcome.code))
    onSending({ code: outcome.code === 'credentials' ? 'channel_credentials' : 'channel_unreachable', message: outcome.evidence, nextTryAt: breaker.kind === 'open' ? breaker.untilMs : null });
}

async function untilDue(world: World, channel: Channel, nextTurnAt: number | null): Promise<number> {
  const now = world.clock.now();
  const next = nextTurnAt ?? (await world.store.approvals.nextDueAt({ now, channels: [channel] }));
  return next === null ? lookAgainMs : Math.max(10, Math.min(lookAgainMs, next - now));
}
