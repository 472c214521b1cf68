import { notBegunCode, type Outcome } from '#lib/approvals/approval.ts';
import type { ChannelAdapter, Dispatch, LastLook } from '#lib/channels/port.ts';
import { duration, type Clock } from '#lib/clock.ts';
import { deliver } from './deliver.ts';

/** The way out over one channel: what is claimed is handed over one message after another, in the order it was given. */
export interface Line {
  /** What came of it. What is not begun any more is `refused` as `not_begun`: nothing of it left. Never rejects for what a channel does. */
  send(turn: Turn, options: LineOptions): Promise<Outcome>;
  close(): Promise<void>;
}

/** One claimed message on its way to its turn. Plain data: it may wait in another thread. */
export interface Turn {
  readonly dispatch: Dispatch;
  /** How long ago its claim was asked for (ms), and how old that may be when its turn comes. */
  readonly askedAgoMs: number;
  readonly ageMsMax: number;
  /** How many messages of this line had not gone through, as far as its claim knew of; when one more did not, what was decided of this one may have changed. */
  readonly failuresKnown: number;
}

export interface LineOptions {
  /** Aborted: the worker is asked to end. */
  readonly signal: AbortSignal;
  readonly lastLook: LastLook;
}

/** Of a message that was claimed and of which nothing left: it keeps its schedule and its place. */
export const notBegun = (why: string): Outcome => ({ kind: 'refused', transient: true, code: notBegunCode, evidence: `It was not begun: ${why}` });

export function openLine(adapter: ChannelAdapter, clock: Clock): Line {
  const waiting: Queued[] = [];
  let isBusy = false;
  /** What did not go through; null before the first is given. */
  let failures: number | null = null;
  const outcomeOf = async ({ turn, givenAt, options }: Queued): Promise<Outcome> => {
    const { dispatch, askedAgoMs, ageMsMax, failuresKnown } = turn;
    const ageMs = Math.max(askedAgoMs + clock.monotonicMs() - givenAt, clock.now() - dispatch.startedAt);
    const why = whyNotBegun({ ageMs, ageMsMax, hasFailed: (failures ?? 0) > failuresKnown, isEnding: options.signal.aborted });
    return why === null ? deliver(adapter, dispatch, options.signal, options.lastLook) : notBegun(why);
  };
  /** Puts the next one together while the channel is waited for. */
  const prepareNext = () => {
    const [next] = waiting;
    if (next) adapter.prepare?.(next.turn.dispatch);
  };
  const work = async () => {
    isBusy = true;
    for (let given = waiting.shift(); given; given = waiting.shift()) {
      const ending = outcomeOf(given);
      setImmediate(prepareNext);
      // What was not begun counts as well: those behind it must not pass it by.
      const { settle } = given;
      await ending.then((outcome) => {
        if (outcome.kind !== 'accepted') failures = (failures ?? 0) + 1;
        settle.resolve(outcome);
      }, settle.reject);
    }
    isBusy = false;
  };
  return {
    send(turn, options) {
      // A line that takes the place of another counts on from what its caller knows.
      failures ??= turn.failuresKnown;
      const settle = Promise.withResolvers<Outcome>();
      waiting.push({ turn, options, givenAt: clock.monotonicMs(), settle });
      if (!isBusy) void work();
      return settle.promise;
    },
    close: () => adapter.close(),
  };
}

interface Queued {
  readonly turn: Turn;
  readonly options: LineOptions;
  /** Monotonic ms. */
  readonly givenAt: number;
  readonly settle: PromiseWithResolvers<Outcome>;
}

interface Circumstances {
  readonly ageMs: number;
  readonly ageMsMax: number;
  readonly hasFailed: boolean;
  readonly isEnding: boolean;
}

/** Why what was claimed is claimed anew instead of sent; null when it is sent. Unless those before it went through, its channel may rest or be paused by what came of them. */
function whyNotBegun({ ageMs, ageMsMax, hasFailed, isEnding }: Circumstances): string | null {
  if (isEnding) return 'the worker was asked to end.';
  if (hasFailed) return 'the message before did not go through.';
  return ageMs > ageMsMax ? `it was claimed ${duration(ageMs)} ago.` : null;
}
