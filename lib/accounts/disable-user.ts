import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { changeUser } from './change-user.ts';
import { userIdInput, type UserView } from './schema.ts';

/** Shuts a user out; their open sessions end at the next request. */
export async function disableUser(call: Call, input: unknown): Promise<UserView> {
  const { id } = parse(userIdInput, input);
  return changeUser(call, 'disable-user', id, (otherAdmins) => ({ type: 'Disable', otherAdmins }));
}
