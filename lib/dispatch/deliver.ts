import type { Outcome } from '#lib/approvals/approval.ts';
import type { ChannelAdapter, Dispatch, LastLook } from '#lib/channels/port.ts';

export interface DeliverTimes {
  /** The longest one attempt may take, well inside the lease (ms). */
  readonly msMax: number;
  /** How long an attempt under way may still take once the process was asked to end (ms). */
  readonly stopMs: number;
  /** What an adapter that ignores the signal gets on top (ms). */
  readonly graceMs: number;
}

/** Together with the grace, what is under way at a stop ends within the 10 s the supervisor gives. */
export const deliverTimes: DeliverTimes = { msMax: 2 * 60_000, stopMs: 5000, graceMs: 2000 };

/**
 * Hands one claimed dispatch to its channel, once. Whatever an adapter throws, or does not answer in time, leaves it open whether the
 * message went out: that is `unknown`, never a reason to try again. A stop gives it a little longer, then cuts it.
 */
export async function deliver(adapter: ChannelAdapter, dispatch: Dispatch, stopping: AbortSignal, lastLook: LastLook, times: DeliverTimes = deliverTimes): Promise<Outcome> {
  const cut = new AbortController();
  const late = Promise.withResolvers<Outcome>();
  const timers: NodeJS.Timeout[] = [];
  const cutAfter = (ms: number, why: string, as: 'TimeoutError' | 'AbortError') => {
    const onCut = () => {
      timers.push(setTimeout(() => late.resolve({ kind: 'unknown', evidence: `The channel gave no answer. ${why}` }), times.graceMs));
      cut.abort(new DOMException(why, as));
    };
    timers.push(setTimeout(onCut, ms));
  };
  const onStop = () => cutAfter(times.stopMs, 'The worker was asked to end.', 'AbortError');
  cutAfter(times.msMax, `It had ${times.msMax / 1000} s.`, 'TimeoutError');
  if (stopping.aborted) onStop();
  else stopping.addEventListener('abort', onStop, { once: true });
  try {
    return await Promise.race([adapter.send(dispatch, { signal: cut.signal, lastLook }), late.promise]);
  } catch (error) {
    return { kind: 'unknown', evidence: `The channel failed while sending: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    stopping.removeEventListener('abort', onStop);
    for (const timer of timers) clearTimeout(timer);
  }
}
