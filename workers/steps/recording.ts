import type { Outcome } from '#lib/approvals/approval.ts';
import { isChannelTrouble, type Breaker } from '#lib/channels/breaker.ts';
import type { ChannelAdapter } from '#lib/channels/port.ts';
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
  /** Throws when it could not be recorded; when that may go better later it is kept. */
  record(ended: Ended): Promise<void>;
  /** Records what is known and could not be recorded before, so that nobody has to find out. Throws while it still cannot be; what can never be recorded is left to whoever recovers it. */
  recordKept(): Promise<void>;
}

export function openRecording({ world, adapter, log, copies, onSending }: RecordingOptions): Recording {
  const waiting: Ended[] = [];
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
        if (isForNow(error)) waiting.push(ended);
        throw error;
      });
    },
    async recordKept() {
      for (let known = waiting[0]; known; known = waiting[0]) {
        await record(known).catch((error: unknown) => {
          if (isForNow(error)) throw error;
        });
        waiting.shift();
      }
    },
  };
}

const isForNow = (error: unknown): boolean => error instanceof Fault && error.retryable;

function tell(outcome: Outcome, breaker: Breaker, onSending: RecordingOptions['onSending']): void {
  if (outcome.kind === 'accepted') onSending(null);
  else if (outcome.kind === 'refused' && isChannelTrouble(outcome.code))
    onSending({ code: outcome.code === 'credentials' ? 'channel_credentials' : 'channel_unreachable', message: outcome.evidence, nextTryAt: breaker.kind === 'open' ? breaker.untilMs : null });
}
