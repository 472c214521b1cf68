import { mayDo } from '#lib/accounts/permissions.ts';
import { orThrow, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { decideContact } from './contact.ts';
import { findContact } from './find.ts';
import { dismissContactInput, type ContactView } from './schema.ts';
import { contactView } from './view.ts';

/** Puts a contact card aside; it opens again when they write again. */
export async function dismissContact(call: Call, input: unknown): Promise<ContactView> {
  const forbidden = mayDo(call.actor, 'contact.decide');
  if (forbidden) throw new Refused(forbidden);
  const { id, reason } = parse(dismissContactInput, input);
  const { store } = call.world;
  await store.commit(metaOf(call, 'dismiss-contact'), async (reads) => ({
    events: on('contact', id, orThrow(decideContact(await findContact(reads, id), { type: 'Dismiss', reason }))),
    result: null,
  }));
  return contactView(store, await findContact(store, id));
}
