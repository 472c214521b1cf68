import { staleText } from '#lib/approvals/stale-text.ts';
import type { Dispatch, LastLook } from '#lib/channels/port.ts';
import { explain } from '#lib/policy/evaluate.ts';
import { loadFacts } from '#lib/policy/facts.ts';
import { policyOf } from '#lib/policy/policy.ts';
import { textOf } from '#lib/policy/verdict.ts';
import type { World } from '#lib/world.ts';

/** What stops a message that is on its way already, as long as the channel does not have all of it, besides what makes it stale: somebody said stop. */
const stopping: ReadonlySet<string> = new Set(['dnc', 'paused']);

/**
 * Whether somebody said stop since the claim (an opt-out, a Do-Not-Contact entry, a pause), or the lead wrote or changed. Everything else was decided in the claim, where quotas
 * count the attempt itself.
 */
export function lastLookAt(world: World, dispatch: Dispatch): LastLook {
  return async () => {
    const { channel, sender, recipient } = dispatch.content;
    const now = world.clock.now();
    const approval = await world.store.approvals.get(dispatch.approvalId);
    if (approval?.status !== 'sending') return 'It is no longer being sent.';
    if (approval.staleBecause) return `${staleText(approval.staleBecause)}: it is read again first.`;
    const facts = await loadFacts(world.store, { channel, sender, recipient, leadId: approval.leadId }, now);
    const subject = { channel, sender, recipient, decidedAt: null, sendAt: null, text: textOf(dispatch.content) };
    const found = explain(subject, facts, now, policyOf(world.settings, await world.store.policy.get())).find(({ rule, judgement }) => stopping.has(rule) && judgement.kind !== 'pass');
    return found?.judgement.why ?? null;
  };
}
