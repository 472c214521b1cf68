import { orThrow, Refused } from '#lib/errors.ts';
import { on } from '#lib/store/event.ts';
import { parse } from '#lib/parse.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { decideUser } from './account.ts';
import { mayDo } from './permissions.ts';
import { userIdInput, type UserView } from './schema.ts';
import { findUser, userView } from './view.ts';

/** Ends every session of a user: anybody for themselves, an admin for others. */
export async function signOutEverywhere(call: Call, input: unknown): Promise<UserView> {
  const { id } = parse(userIdInput, input);
  const forbidden = mayDo(call.actor, call.actor.kind === 'person' && call.actor.id === id ? 'read' : 'user.manage');
  if (forbidden) throw new Refused(forbidden);
  const { store } = call.world;
  await store.commit(metaOf(call, 'sign-out-everywhere'), async (reads) => ({
    events: on('user', id, orThrow(decideUser(await findUser(reads, id), { type: 'SignOutEverywhere' }))),
    result: null,
  }));
  return userView(await findUser(store, id));
}
