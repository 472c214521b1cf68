import type { Outcome } from '#lib/approvals/approval.ts';
import type { ChannelAdapter, Dispatch } from '#lib/channels/port.ts';

/** The longest one attempt may take, well inside the lease (ms); an adapter that ignores the signal gets a little longer. */
export const deliverMsMax = 2 * 60_000;
const graceMs = 5000;

/**
 * Hands one claimed dispatch to its channel, once. Whatever an adapter throws, or does not answer in time, leaves it open whether the
 * message went out: that is `unknown`, never a reason to try again.
 */
export async function deliver(adapter: ChannelAdapter, dispatch: Dispatch, msMax = deliverMsMax): Promise<Outcome> {
  const late = Promise.withResolvers<Outcome>();
  const timer = setTimeout(() => late.resolve({ kind: 'unknown', evidence: `The channel gave no answer within ${(msMax + graceMs) / 1000} s.` }), msMax + graceMs);
  try {
    return await Promise.race([adapter.send(dispatch, { signal: AbortSignal.timeout(msMax) }), late.promise]);
  } catch (error) {
    return { kind: 'unknown', evidence: `The channel failed while sending: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    clearTimeout(timer);
  }
}
