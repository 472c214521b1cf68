import { mayDo } from '#lib/accounts/permissions.ts';
import { orThrow, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { decideDncEntry } from './entry.ts';
import { removeDncInput, type DncView } from './schema.ts';
import { rereadEvents } from './suppress.ts';
import { dncView, findDncEntry } from './view.ts';

/** A manager lifts an entry, with a reason and a confirmation. What it blocked stays blocked; what waits for the person is read again. */
export async function removeDncEntry(call: Call, input: unknown): Promise<DncView> {
  const forbidden = mayDo(call.actor, 'dnc.remove');
  if (forbidden) throw new Refused(forbidden);
  const { id, reason, confirm } = parse(removeDncInput, input);
  const { store } = call.world;
  await store.commit(metaOf(call, 'remove-dnc-entry'), async (reads) => {
    const entry = await findDncEntry(reads, id);
    const removed = orThrow(decideDncEntry(entry, { type: 'Remove', actor: call.actor, reason, confirmed: confirm }));
    return { events: [...on('dnc', id, removed), ...(await rereadEvents(reads, entry, 'removed'))], result: null };
  });
  return dncView(store, await findDncEntry(store, id));
}
