import { Refused } from '#lib/errors.ts';
import type { Call } from '#lib/world.ts';
import { mayDo } from './permissions.ts';
import type { UserList } from './schema.ts';
import { userView } from './view.ts';

export async function listUsers(call: Call): Promise<UserList> {
  const forbidden = mayDo(call.actor, 'user.manage');
  if (forbidden) throw new Refused(forbidden);
  const users = await call.world.store.accounts.users();
  return { items: users.map(userView), nextCursor: null, total: users.length };
}
