import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { pageOf } from '#lib/paging.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { listContactsInput, type ContactList } from './schema.ts';
import { contactView } from './view.ts';

export async function listContacts(call: Call, input: unknown): Promise<ContactList> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { status, ...rest } = parse(listContactsInput, input);
  const { store } = call.world;
  const page = await store.contacts.page({ status }, pageOf(rest));
  return { ...page, items: await Promise.all(page.items.map((contact) => contactView(store, contact))) };
}
