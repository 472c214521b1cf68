import { isDeepStrictEqual } from 'node:util';
import { refusal, Refused } from '#lib/errors.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { liftedHolds } from './lifted-holds.ts';
import { policyId, policyOfSettings, type PolicyEvent, type PolicyOfSettings } from './policy.ts';

/**
 * Records that the worker was started with settings that give another policy than at its last start, as what was and what is: they are in force from
 * here on, and nobody asked the console. Decided on what is recorded, so of several that start together one records it. What is seen for the first time is noted
 * and is no change. Answers the parts that changed.
 */
export async function noteSettings(call: Call, _input: unknown): Promise<readonly string[]> {
  if (call.actor.kind !== 'worker') throw new Refused(refusal('forbidden', 'The worker notes its settings when it starts.'));
  const { store, settings } = call.world;
  const now = inOneOrder(policyOfSettings(settings));
  const committed = await store.commit(metaOf(call, 'note-settings'), async (reads) => {
    const state = await reads.policy.get();
    const before = state?.settings ?? {};
    const changed = partsOf(now).filter((part) => part in before && !isDeepStrictEqual(before[part], now[part]));
    const fresh = partsOf(now).filter((part) => !(part in before));
    const overruled = changed.filter((part) => part in (state?.changes ?? {}));
    const happened: PolicyEvent[] = [
      ...(fresh.length > 0 ? [{ type: 'PolicySettingsNoted', values: only(now, fresh) } as const] : []),
      ...(changed.length > 0 ? [{ type: 'PolicySettingsChanged', before: only(before, changed), after: only(now, changed), overruled } as const] : []),
    ];
    const inForce = changed.filter((part) => !overruled.includes(part));
    const lifted = inForce.length === 0 ? [] : await liftedHolds(reads, only(now, inForce));
    return { events: [...on('policy', policyId, happened), ...lifted], result: changed };
  });
  return committed.kind === 'committed' ? committed.result : [];
}

type Part = keyof PolicyOfSettings;

const partsOf = (values: PolicyOfSettings) => Object.keys(values) as Part[];

const only = (values: Partial<PolicyOfSettings>, parts: readonly Part[]): Partial<PolicyOfSettings> => Object.fromEntries(parts.map((part) => [part, values[part]]));

/** The same channels named in another order, or twice, are the same. */
const inOneOrder = (values: PolicyOfSettings): PolicyOfSettings => ({ ...values, quietChannels: [...new Set(values.quietChannels)].sort() });
