import { notBegunCode, type Outcome } from '#lib/approvals/approval.ts';
import { isChannelTrouble, type Breaker } from '#lib/channels/breaker.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter, Dispatch } from '#lib/channels/port.ts';
import { duration } from '#lib/clock.ts';
import { claimNext, type Claim } from '#lib/dispatch/claim-next.ts';
import { deliver } from '#lib/dispatch/deliver.ts';
import { lastLookAt } from '#lib/dispatch/last-look.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { Fault } from '#lib/errors.ts';
import type { Log } from '#lib/log.ts';
import type { World } from '#lib/world.ts';
import type { Step, StepResult } from '../loop.ts';
import type { SentCopies } from '../sent-copies.ts';
import { workerCall } from '../worker-call.ts';

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
  /** How long nothing is looked at when nothing is known to come (ms). */
  readonly lookAgainMs?: number;
}

/** What was claimed while another message was on its way is sent within this time of its claim (ms); later it is claimed anew: what was decided of it may have changed. */
const aheadMsMax = 10_000;
/** The same for what was claimed by itself, and may have waited for the store (ms). */
const claimMsMax = 60_000;

/**
 * Sends what was approved on one channel, one message at a time: claim, deliver, record. While one is on its way the next is claimed, when the one before
 * went through and the sender's gap lets it go at once; what came of one is recorded in the append that claims the one after the next. So two at most are under way when
 * the process dies.
 */
export function routeStep({ world, adapter, worker, log, copies, onSending, messagesMax = 20, lookAgainMs = 5000 }: RouteOptions): Step {
  const { channel } = adapter;
  let goesWell = false;
  const record = async (dispatch: Dispatch, outcome: Outcome) => {
    const recorded = await recordOutcome(workerCall(world, 'route'), dispatch, outcome);
    if (recorded.kind === 'recorded') tell(outcome, recorded.breaker, onSending);
    else log.warn({ key: dispatch.idempotencyKey, outcome: outcome.kind, code: recorded.refusal.code }, 'an outcome came too late to be recorded');
    if (outcome.kind === 'accepted') copies.add(adapter, dispatch);
  };
  /** What came of messages and could not be recorded for now: it is known, so nobody has to find out. */
  const unrecorded: [Dispatch, Outcome][] = [];
  const recordKnown = async () => {
    for (let known = unrecorded[0]; known; known = unrecorded[0]) {
      await record(...known).catch((error: unknown) => notRecorded(error, ...known));
      unrecorded.shift();
    }
  };
  /** Throws while it can still be tried; else it is left to whoever recovers it, so that the others go on. */
  const notRecorded = (error: unknown, { idempotencyKey: key }: Dispatch, outcome: Outcome) => {
    log.error({ key, outcome: outcome.kind, error: String(error) }, 'an outcome could not be recorded');
    if (isForNow(error)) throw error;
  };
  return {
    name: `route ${channel}`,
    async run(signal): Promise<StepResult> {
      await recordKnown();
      const counts = { stopped: 0, accepted: 0, refused: 0, unknown: 0 };
      const failures: unknown[] = [];
      let claims = 0;
      let recording = Promise.resolve();
      const claim = async (): Promise<Turn> => {
        const askedAt = world.clock.monotonicMs();
        if (claims >= messagesMax || signal.aborted || failures.length > 0) return { ...nothing, askedAt };
        const claimed = await claimNext(workerCall(world, 'route'), { channels: [channel], worker });
        counts.stopped += claimed.stopped;
        if (claimed.dispatch) {
          claims += 1;
          adapter.prepare?.(claimed.dispatch);
        }
        return { ...claimed, askedAt };
      };
      /** Never rejects: what is claimed is sent even so, for nobody else may; then the step fails. */
      const recordOf = async (dispatch: Dispatch, outcome: Outcome) => {
        counts[outcome.kind] += 1;
        goesWell = outcome.kind === 'accepted';
        await record(dispatch, outcome).catch((error: unknown) => {
          failures.push(error);
          if (isForNow(error)) unrecorded.push([dispatch, outcome]);
          log.error({ key: dispatch.idempotencyKey, outcome: outcome.kind, error: String(error) }, 'an outcome could not be recorded');
        });
      };
      let next = await claim();
      let behind: Outcome | null = null;
      while (next.dispatch) {
        const { dispatch, askedAt } = next;
        const why = whyAnew(Math.max(world.clock.monotonicMs() - askedAt, world.clock.now() - dispatch.startedAt), behind, signal);
        behind = null;
        if (why !== null) {
          await Promise.all([recording, recordOf(dispatch, { kind: 'refused', transient: true, code: notBegunCode, evidence: `It was not begun: ${why}` })]);
          next = await claim();
          continue;
        }
        const [delivered, ahead] = await Promise.allSettled([deliver(adapter, dispatch, signal, lastLookAt(world, dispatch)), goesWell ? claim() : null]);
        if (delivered.status === 'rejected') throw delivered.reason;
        recording = recordOf(dispatch, delivered.value);
        if (ahead.status === 'rejected') failures.push(ahead.reason);
        if (ahead.status === 'fulfilled' && ahead.value?.dispatch) [next, behind] = [ahead.value, delivered.value];
        else {
          const claimed = await Promise.allSettled([claim(), recording]).then(([each]) => each);
          if (claimed.status === 'rejected') throw claimed.reason;
          next = claimed.value;
        }
      }
      await recording;
      if (failures.length > 0) throw failures[0];
      const isDone = claims < messagesMax && !signal.aborted;
      return { counts, waitMs: isDone && counts.stopped === 0 ? Math.max(10, Math.min(lookAgainMs, await untilDue(world, channel, next.nextTurnAt))) : 0 };
    },
  };
}

const isForNow = (error: unknown): boolean => error instanceof Fault && error.retryable;

/** A claim, and when it was asked for (monotonic ms). */
interface Turn extends Claim {
  readonly askedAt: number;
}

/**
 * Why what was claimed so long ago is claimed anew instead of sent; null when it is sent. `behind`: what came of the message that was on its way meanwhile. Unless
 * that went through, its channel may rest or be paused by what came of it.
 */
function whyAnew(ageMs: number, behind: Outcome | null, signal: AbortSignal): string | null {
  if (signal.aborted) return 'the worker was asked to end.';
  if (behind && behind.kind !== 'accepted') return 'the message before did not go through.';
  return ageMs > (behind ? aheadMsMax : claimMsMax) ? `it was claimed ${duration(ageMs)} ago.` : null;
}

const nothing: Claim = { dispatch: null, stopped: 0, nextTurnAt: null };

function tell(outcome: Outcome, breaker: Breaker, onSending: RouteOptions['onSending']): void {
  if (outcome.kind === 'accepted') onSending(null);
  else if (outcome.kind === 'refused' && isChannelTrouble(outcome.code))
    onSending({ code: outcome.code === 'credentials' ? 'channel_credentials' : 'channel_unreachable', message: outcome.evidence, nextTryAt: breaker.kind === 'open' ? breaker.untilMs : null });
}

async function untilDue(world: World, channel: Channel, nextTurnAt: number | null): Promise<number> {
  const now = world.clock.now();
  const nextDueAt = await world.store.approvals.nextDueAt({ now, channels: [channel] });
  return Math.min(nextTurnAt ?? Infinity, nextDueAt ?? Infinity) - now;
}
