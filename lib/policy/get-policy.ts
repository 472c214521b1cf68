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
  const { channels, quietChannels, holidays, consentChannels, ...rest } = policyOf(call.world.settings, state);
  return {
    version: state?.version ?? 0,
    policy: { ...rest, channels: { ...channels }, quietChannels: [...quietChannels], holidays: [...holidays], consentChannels: [...consentChannels] },
    changed: state && { by: state.changedBy, at: iso(state.changedAt), reason: state.reason, parts: Object.keys(state.changes) },
    rules: policyRules.map(({ name, source, parameters }) => ({ name, source, parameters: [...parameters] })),
  };
}
