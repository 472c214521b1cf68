import { orThrow, Refused } from '#lib/errors.ts';
import { on } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { decideUser, type UserCommand } from './account.ts';
import { mayDo } from './permissions.ts';
import type { UserView } from './schema.ts';
import { findUser, userView } from './view.ts';

/** Who may, load, decide, commit, show: the shape that every command on one user has. */
export async function changeUser(call: Call, verb: string, id: string, command: (otherAdmins: number) => UserCommand): Promise<UserView> {
  const forbidden = mayDo(call.actor, 'user.manage');
  if (forbidden) throw new Refused(forbidden);
  const { store } = call.world;
  await store.commit(metaOf(call, verb), async (reads) => {
    const state = await findUser(reads, id);
    return { events: on('user', id, orThrow(decideUser(state, command(await otherActiveAdmins(reads, id))))), result: null };
  });
  return userView(await findUser(store, id));
}

async function otherActiveAdmins(reads: Reads, id: string): Promise<number> {
  return (await reads.accounts.users()).filter((user) => user.id !== id && user.role === 'admin' && user.status === 'active').length;
}
