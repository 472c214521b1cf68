import type { Channel } from '#lib/channels/channel.ts';
import { claimSeveral } from '#lib/dispatch/claim-next.ts';
import { lastLookAt } from '#lib/dispatch/last-look.ts';
import { openLine, type Line, type Turn } from '#lib/dispatch/line.ts';
import type { World } from '#lib/world.ts';
import type { Step, StepResult } from '../loop.ts';
import { workerCall } from '../worker-call.ts';
import { openRecording, type RecordingOptions } from './recording.ts';
import { UnderWay, type Ended } from './under-way.ts';

export interface RouteOptions extends RecordingOptions {
  readonly worker: string;
  /** Hands messages over; without one, this thread does. */
  readonly line?: Line | undefined;
  /** How many messages one step sends before the loop hears of them. */
  readonly messagesMax?: number;
  /** How long nothing is looked at when nothing is known to come (ms). */
  readonly lookAgainMs?: number;
  /** How long what a message came to may wait to be recorded together with others (ms). */
  readonly gatherMsMax?: number;
}

/** What was claimed while another message was on its way is sent within this time of its claim (ms); later it is claimed anew: what was decided of it may have changed. */
const aheadMsMax = 10_000;
/** The same for what was claimed by itself, and may have waited for the store (ms). */
const claimMsMax = 60_000;

/** While messages go through, as many are claimed behind the one on its way as go within this time (ms): one at least, and so many at most. They are under way when the process dies. */
const aheadMs = 100;
const aheadMax = 31;

/**
 * Sends what was approved on one channel, one message after another: claim, hand over, record. As long as they go through and the sender's gap lets the next go at once, the next ones
 * are claimed while one is on its way; what came of those before is recorded in the append that claims those behind them.
 */
export function routeStep({ worker, line, messagesMax = 200, lookAgainMs = 5000, gatherMsMax = 20, ...options }: RouteOptions): Step {
  const { world, adapter } = options;
  const { channel } = adapter;
  const way = line ?? openLine(adapter, world.clock);
  const recording = openRecording(options);
  const underWay = new UnderWay(world.clock, gatherMsMax);
  let goesWell = false;
  /** What did not go through, as the next claim will know: nothing is claimed before it is recorded. */
  let failuresKnown = 0;
  const atOnce = () => (goesWell ? 1 + Math.max(1, Math.min(aheadMax, Math.floor(aheadMs / (underWay.usualMs ?? aheadMs)))) : 1);
  return {
    name: `route ${channel}`,
    /** What is known is recorded once more before the worker ends; else somebody would have to find out. */
    finish: () => recording.recordKept(),
    async run(signal): Promise<StepResult> {
      await recording.recordKept();
      const counts = { stopped: 0, accepted: 0, refused: 0, unknown: 0 };
      const failures: unknown[] = [];
      let begun = 0;
      let isDry = false;
      let nextTurnAt: number | null = null;
      const room = () => (isDry || signal.aborted || failures.length > 0 ? 0 : Math.min(messagesMax - begun, atOnce() - underWay.count));
      /** Records what a message came to; never rejects, and the step fails when it could not be. Resolves to true when it did not go through and could not be recorded: the claims in the same append do not know of it. */
      const record = async (ended: Ended): Promise<boolean> => {
        const isFailure = ended.outcome.kind !== 'accepted';
        counts[ended.outcome.kind] += 1;
        goesWell = !isFailure;
        if (isFailure) failuresKnown += 1;
        return recording.record(ended).then(() => false, (error: unknown) => {
          failures.push(error);
          return isFailure;
        });
      };
      const handOver = ({ askedAt, ...turn }: Claimed) => {
        begun += 1;
        underWay.add(turn.dispatch, way.send({ ...turn, askedAgoMs: world.clock.monotonicMs() - askedAt }, { signal, lastLook: lastLookAt(world, turn.dispatch) }));
      };
      /** In one append: what came of those before, then the claims of those behind them, which see it. What is claimed is sent although something that went through could not be recorded, for nobody else may; behind a failure that could not be, it is not begun. */
      const recordAndClaim = async (ended: readonly Ended[]) => {
        const records = ended.map(record);
        if (ended.length > 0) isDry = false;
        const isAlone = underWay.count === 0;
        const [askedAt, known] = [world.clock.monotonicMs(), failuresKnown];
        const claims = claimSeveral(workerCall(world, 'route'), { channels: [channel], worker }, room());
        const [claimed, ...unseen] = await Promise.all([Promise.allSettled(claims), ...records]);
        const seen = known - unseen.filter(Boolean).length;
        if (claims.length > 0) nextTurnAt = null;
        for (const [place, each] of claimed.entries()) {
          if (each.status === 'rejected') {
            failures.push(each.reason);
            continue;
          }
          const { dispatch, stopped, nextTurnAt: turnAt } = each.value;
          counts.stopped += stopped;
          nextTurnAt ??= turnAt;
          if (dispatch) handOver({ dispatch, askedAt, ageMsMax: isAlone && place === 0 ? claimMsMax : aheadMsMax, failuresKnown: seen });
          else isDry = true;
        }
      };
      let ended: readonly Ended[] = [];
      do {
        await recordAndClaim(ended);
        ended = room() > 0 ? underWay.take() : await underWay.next(Math.ceil(atOnce() / 2));
        failures.push(...underWay.takeFailures());
      } while (ended.length > 0 || underWay.count > 0 || room() > 0);
      if (failures.length > 0) throw failures[0];
      const isDone = begun < messagesMax && !signal.aborted;
      return { counts, waitMs: isDone && counts.stopped === 0 ? Math.max(10, Math.min(lookAgainMs, await untilDue(world, channel, nextTurnAt))) : 0 };
    },
  };
}

/** What was claimed, and when that was asked for (monotonic ms). */
interface Claimed extends Omit<Turn, 'askedAgoMs'> {
  readonly askedAt: number;
}

async function untilDue(world: World, channel: Channel, nextTurnAt: number | null): Promise<number> {
  const now = world.clock.now();
  const nextDueAt = await world.store.approvals.nextDueAt({ now, channels: [channel] });
  return Math.min(nextTurnAt ?? Infinity, nextDueAt ?? Infinity) - now;
}
