import type { Outcome } from '#lib/approvals/approval.ts';
import type { ChannelAdapter, Dispatch } from '#lib/channels/port.ts';

/** The longest one attempt may take, well inside the lease (ms). */
export const deliverMsMax = 2 * 60_000;

/**
 * Hands one claimed dispatch to its channel, once. Whatever an adapter throws, or does not answer in time, leaves it open whether the
 * message went out: that is `unknown`, never a reason to try again.
 */
export async function deliver(adapter: ChannelAdapter, dispatch: Dispatch): Promise<Outcome> {
  const signal = AbortSignal.timeout(deliverMsMax);
  try {
    return await adapter.send(dispatch, { signal });
  } catch (error) {
    return { kind: 'unknown', evidence: `The channel failed while sending: ${error instanceof Error ? error.message : String(error)}` };
  }
}
