import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { changeUser } from './change-user.ts';
import { changeRoleInput, type UserView } from './schema.ts';

/** Gives a user another role; their open sessions end at the next request. */
export async function changeRole(call: Call, input: unknown): Promise<UserView> {
  const { id, role } = parse(changeRoleInput, input);
  return changeUser(call, 'change-role', id, (otherAdmins) => ({ type: 'ChangeRole', role, otherAdmins }));
}
