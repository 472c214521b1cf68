import { mayDo } from '#lib/accounts/permissions.ts';
import { orThrow, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { decideDncEntry } from './entry.ts';
import { removeDncInput, type DncView } from './schema.ts';
import { dncView, findDncEntry } from './view.ts';

/** A manager lifts an entry, with a reason and a confirmation. What it blocked stays blocked. */
export async function removeDncEntry(call: Call, input: unknown): Promise<DncView> {
  const forbidden = mayDo(call.actor, 'dnc.remove');
  if (forbidden) throw new Refused(forbidden);
  const { id, reason, confirm } = parse(removeDncInput, input);
  const { store } = call.world;
  await store.commit(metaOf(call, 'remove-dnc-entry'), async (reads) => ({
    events: on('dnc', id, orThrow(decideDncEntry(await findDncEntry(reads, id), { type: 'Remove', actor: call.actor, reason, confirmed: confirm }))),
    result: null,
  }));
  return dncView(store, await findDncEntry(store, id));
}
