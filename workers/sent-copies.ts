import type { ChannelAdapter, Dispatch } from '#lib/channels/port.ts';
import type { Log } from '#lib/log.ts';

const copyMsMax = 30_000;
const waitingMax = 50;

/** Files copies of what was sent, one after another, beside the sending: a slow mailbox holds up no send. */
export interface SentCopies {
  add(adapter: ChannelAdapter, dispatch: Dispatch): void;
  /** Resolves when none is left, or after `ms`. */
  finish(ms: number): Promise<void>;
}

/** The copy is a comfort: when it cannot be filed, the message was sent all the same, and the log says so. */
export function sentCopies(log: Log): SentCopies {
  let last = Promise.resolve();
  let waiting = 0;
  const ending = new AbortController();
  const file = async (adapter: ChannelAdapter, dispatch: Dispatch) => {
    try {
      ending.signal.throwIfAborted();
      await adapter.fileCopy?.(dispatch, { signal: AbortSignal.any([ending.signal, AbortSignal.timeout(copyMsMax)]) });
    } catch (error) {
      log.warn({ key: dispatch.idempotencyKey, error: String(error) }, 'the copy for the Sent folder could not be filed');
    } finally {
      waiting -= 1;
    }
  };
  return {
    add(adapter, dispatch) {
      if (!adapter.fileCopy) return;
      if (waiting >= waitingMax) return log.warn({ key: dispatch.idempotencyKey }, 'too many copies wait for the Sent folder; this one is not filed');
      waiting += 1;
      last = last.then(() => file(adapter, dispatch));
    },
    async finish(ms) {
      const timer = setTimeout(() => ending.abort(new Error('the worker ended')), ms);
      await last;
      clearTimeout(timer);
    },
  };
}
