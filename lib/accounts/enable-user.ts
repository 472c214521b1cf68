import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { changeUser } from './change-user.ts';
import { userIdInput, type UserView } from './schema.ts';

/** Lets a disabled user in again, with the password they had. */
export async function enableUser(call: Call, input: unknown): Promise<UserView> {
  const { id } = parse(userIdInput, input);
  return changeUser(call, 'enable-user', id, () => ({ type: 'Enable' }));
}
