import type { Outcome } from '#lib/approvals/approval.ts';
import { isChannelTrouble, type Breaker } from '#lib/channels/breaker.ts';
import type { ChannelAdapter } from '#lib/channels/port.ts';
import { leaseMs } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { Fault } from '#lib/errors.ts';
import type { Log } from '#lib/log.ts';
import type { World } from '#lib/world.ts';
import type { SentCopies } from '../sent-copies.ts';
import { workerCall } from '../worker-call.ts';
import type { Ended } from './under-way.ts';

export interface SendTrouble {
  readonly code: string;
  readonly message: string;
  /** When the channel is tried again (ms since the epoch); null when the next message goes on trying. */
  readonly nextTryAt: number | null;
}

export interface RecordingOptions {
  readonly world: World;
  /** For the copies of what was sent. */
  readonly adapter: ChannelAdapter;
  readonly log: Log;
  readonly copies: SentCopies;
  /** Told of trouble with the channel itself, and null when a message went through. */
  readonly onSending: (trouble: SendTrouble | null) => void;
}

/** What messages came to, on its way into the journal. */
export interface Recording {
  /** Throws when it could not be recorded; then it is kept. */
  record(ended: Ended): Promise<void>;
  /**
   * Records what is known and could not be recorded before, so that nobody has to find out. Throws while some still cannot be. What for another reason than that others came first could not be
   * recorded for a whole lease never will be: it is left to whoever recovers it.
   */
  recordKept(): Promise<void>;
}

interface Kept {
  readonly ended: Ended;
  /** Since when it is known (monotonic ms). */
  readonly sinceMs: number;
}

export function openRecording({ world, adapter, log, copies, onSending }: RecordingOptions): Recording {
  let kept: readonly Kept[] = [];
  const isHopeless = (error: unknown, sinceMs: number) => !(error instanceof Fault && error.retryable) && world.clock.monotonicMs() - sinceMs >= leaseMs;
  const record = async ({ dispatch, outcome }: Ended) => {
    try {
      const recorded = await recordOutcome(workerCall(world, 'route'), dispatch, outcome);
      if (recorded.kind === 'recorded') tell(outcome, recorded.breaker, onSending);
      else log.warn({ key: dispatch.idempotencyKey, outcome: outcome.kind, code: recorded.refusal.code }, 'an outcome came too late to be recorded');
      if (outcome.kind === 'accepted') copies.add(adapter, dispatch);
    } catch (error) {
      log.error({ key: dispatch.idempotencyKey, outcome: outcome.kind, error: String(error) }, 'an outcome could not be recorded');
      throw error;
    }
  };
  return {
    async record(ended) {
      await record(ended).catch((error: unknown) => {
        kept = [...kept, { ended, sinceMs: world.clock.monotonicMs() }];
        throw error;
      });
    },
    async recordKept() {
      const failures: unknown[] = [];
      for (const each of kept) {
        const error = await record(each.ended).then(() => null, (why: unknown) => ({ why }));
        const isGivenUp = error !== null && isHopeless(error.why, each.sinceMs);
        if (isGivenUp) log.error({ key: each.ended.dispatch.idempotencyKey, outcome: each.ended.outcome.kind }, 'an outcome is given up: whoever recovers the attempt has to find out');
        if (error === null || isGivenUp) kept = kept.filter((other) => other !== each);
        else failures.push(error.why);
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** What people are told by; whatever else is wrong, the channel could not be used. */
const toldAs: Readonly<Record<string, string>> = { credentials: 'channel_credentials', account: 'channel_account', limited: 'channel_limited' };

function tell(outcome: Outcome, breaker: Breaker, onSending: RecordingOptions['onSending']): void {
  if (outcome.kind === 'accepted') onSending(null);
  else if (outcome.kind === 'refused' && isChannelTrouble(outcome.code))
    onSending({ code: toldAs[outcome.code] ?? 'channel_unreachable', message: outcome.evidence, nextTryAt: breaker.kind === 'open' ? breaker.untilMs : null });
}
