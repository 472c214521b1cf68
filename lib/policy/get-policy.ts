import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { Refused } from '#lib/errors.ts';
import type { Call } from '#lib/world.ts';
import { policyRules } from './evaluate.ts';
import { policyOf } from './policy.ts';
import type { PolicyView } from './schema.ts';

/** The policy in force, who changed it last, and the rules it shapes. */
export async function getPolicy(call: Call, _input: unknown): Promise<PolicyView> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const state = await call.world.store.policy.get();
  return {
    version: state?.version ?? 0,
    policy: structuredClone(policyOf(call.world.settings, state)) as PolicyView['policy'],
    changed: state?.changed ? { by: state.changed.by, at: iso(state.changed.at), reason: state.changed.reason, parts: Object.keys(state.changes) } : null,
    rules: policyRules.map(({ name, source, parameters }) => ({ name, source, parameters: [...parameters] })),
  };
}
