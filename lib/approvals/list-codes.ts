import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { filterOf } from './filter-of.ts';
import { codesInput, type Codes } from './schema.ts';

/** Why the dead letters that fit were refused, as the channels' codes with how many of each. */
export async function listCodes(call: Call, input: unknown): Promise<Codes> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { store, clock } = call.world;
  return { items: [...(await store.approvals.codes(filterOf(parse(codesInput, input), clock.now())))] };
}
