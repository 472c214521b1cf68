import { isDeepStrictEqual } from 'node:util';
import { mayDo } from '#lib/accounts/permissions.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { isRefusal, refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { policyRules } from './evaluate.ts';
import { getPolicy } from './get-policy.ts';
import { policyId, policyOf, type Policy } from './policy.ts';
import { changePolicyInput, type PolicyView } from './schema.ts';

/**
 * Changes the policy as it was seen under `version`, from the next claim on. What waits because of a rule that the change concerns
 * is judged anew. Recorded with what was and what is; parts that stay as they are are left out.
 */
export async function changePolicy(call: Call, input: unknown): Promise<PolicyView> {
  const forbidden = mayDo(call.actor, 'policy.edit');
  if (forbidden) throw new Refused(forbidden);
  const { version, changes, reason } = parse(changePolicyInput, input);
  const { store, settings } = call.world;
  await store.commit(metaOf(call, 'change-policy'), async (reads) => {
    const state = await reads.policy.get();
    const { before, after } = differing(policyOf(settings, state), changes as Partial<Policy>);
    if (Object.keys(after).length === 0) return { events: [], result: null };
    if ((state?.version ?? 0) !== version)
      throw new Refused(refusal('content_changed', 'The policy changed since it was shown.', { lift: 'Look at it as it is now and change it again.', details: { version: state?.version ?? 0 } }));
    const changed = on('policy', policyId, [{ type: 'PolicyChanged', before, after, reason }]);
    return { events: [...changed, ...(await liftedHolds(reads, after))], result: null };
  });
  return getPolicy(call, {});
}

/** The parts that are not as they were. */
export function differing(policy: Policy, changes: Partial<Policy>): { readonly before: Partial<Policy>; readonly after: Partial<Policy> } {
  const parts = (Object.keys(changes) as (keyof Policy)[]).filter((part) => changes[part] !== undefined && !isDeepStrictEqual(policy[part], changes[part]));
  const only = (from: Partial<Policy>): Partial<Policy> => Object.fromEntries(parts.map((part) => [part, from[part]]));
  return { before: only(policy), after: only(changes) };
}

const pageLimit = 500;

/** What is held by a rule that the change concerns no longer is: the next claim judges it by the policy as it is then. */
export async function liftedHolds(reads: Reads, after: Partial<Policy>): Promise<NewEvent[]> {
  const concerned = new Set(policyRules.filter(({ parameters }) => parameters.some((part) => part in after)).map(({ name }) => name));
  const events: NewEvent[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Reads['approvals']['page']>> = await reads.approvals.page({ statuses: ['approved'] }, { cursor, limit: pageLimit }, 'newest');
    for (const approval of page.items) {
      if (approval.status !== 'approved' || !approval.hold || !concerned.has(approval.hold.rule)) continue;
      const lifted = decideApproval(approval, { type: 'LiftHold' });
      if (!isRefusal(lifted)) events.push(...on('approval', approval.id, lifted));
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return events;
}
