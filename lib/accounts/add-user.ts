import { isRefusal, orThrow, refusal, Refused } from '#lib/errors.ts';
import { parseAddress } from '#lib/leads/address.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { decideUser } from './account.ts';
import { mayDo } from './permissions.ts';
import { addUserInput, type UserView } from './schema.ts';
import { keptOnlyWhenNamed, storePassword } from './store-password.ts';
import { findUser, userView } from './view.ts';

/** Adds somebody who may sign in; without a password they cannot until one is set. */
export async function addUser(call: Call, input: unknown): Promise<UserView> {
  const forbidden = mayDo(call.actor, 'user.manage');
  if (forbidden) throw new Refused(forbidden);
  const { email, name, role, password } = parse(addUserInput, input);
  const canonical = canonicalEmail(email);
  const { store, ids } = call.world;
  const id = ids.next('usr');
  const credentialId = password === undefined ? null : await storePassword(call, canonical, password);
  const adding = store.commit(metaOf(call, 'add-user'), async (reads) => {
    await refuseTaken(reads, canonical);
    const add = { type: 'AddUser', email: canonical, name: name || (canonical.split('@')[0] ?? canonical), role, credentialId } as const;
    return { events: on('user', id, orThrow(decideUser(null, add))), result: null };
  });
  await keptOnlyWhenNamed(call, credentialId, adding);
  const made = await store.accounts.userByEmail(canonical);
  return userView(made ?? (await findUser(store, id)));
}

async function refuseTaken(reads: { accounts: Call['world']['store']['accounts'] }, email: string): Promise<void> {
  if (await reads.accounts.userByEmail(email)) throw new Refused(refusal('already_exists', `There is a user ${email} already.`, { details: { field: 'email' } }));
}

export function canonicalEmail(raw: string): string {
  const address = parseAddress('email', raw);
  if (isRefusal(address)) throw new Refused({ ...address, details: { field: 'email' } });
  return address.value;
}
