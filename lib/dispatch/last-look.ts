import { staleText } from '#lib/approvals/stale-text.ts';
import type { Dispatch, LastLook } from '#lib/channels/port.ts';
import { whyStopped } from '#lib/policy/evaluate.ts';
import { loadStops } from '#lib/policy/facts.ts';
import { policyOf } from '#lib/policy/policy.ts';
import { textOf } from '#lib/policy/verdict.ts';
import type { World } from '#lib/world.ts';

/** Whether somebody said stop since the claim (an opt-out, a Do-Not-Contact entry, a pause, a template out of use), or the lead wrote or changed. */
export function lastLookAt(world: World, dispatch: Dispatch): LastLook {
  return async () => {
    const { channel, sender, recipient } = dispatch.content;
    const reads = await world.store.asOfNow();
    const approval = await reads.approvals.get(dispatch.approvalId);
    if (approval?.status !== 'sending' || approval.attempts.at(-1)?.number !== dispatch.attempt) return 'It is no longer being sent.';
    if (approval.staleBecause) return `${staleText(approval.staleBecause)}: it is read again first.`;
    const stops = await loadStops(reads, { channel, sender, recipient, leadId: approval.leadId });
    const subject = { channel, sender, recipient, decidedAt: null, sendAt: null, text: textOf(dispatch.content), template: dispatch.content.template ?? null };
    return whyStopped(subject, stops, world.clock.now(), policyOf(world.settings, await reads.policy.get()));
  };
}
