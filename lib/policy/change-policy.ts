import { isDeepStrictEqual } from 'node:util';
import { mayDo } from '#lib/accounts/permissions.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { getPolicy } from './get-policy.ts';
import { liftedHolds } from './lifted-holds.ts';
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
