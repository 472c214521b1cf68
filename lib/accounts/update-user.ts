import { z } from 'zod';
import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { roles } from './actor.ts';
import { changeRole } from './change-role.ts';
import { disableUser } from './disable-user.ts';
import { enableUser } from './enable-user.ts';
import type { UserView } from './schema.ts';
import { setPassword } from './set-password.ts';

const updateUserInput = z.object({ id: z.string(), role: z.enum(roles).optional(), password: z.string().optional(), status: z.enum(['active', 'disabled']).optional() });

/** One change of a user at a time, so that nothing is ever half applied. */
export async function updateUser(call: Call, input: unknown): Promise<UserView> {
  const { id, role, password, status } = parse(updateUserInput, input);
  const asked = [role, password, status].filter((value) => value !== undefined).length;
  if (asked !== 1) throw new Refused(refusal('invalid_input', 'Change exactly one of role, password and status at a time.'));
  if (role) return changeRole(call, { id, role });
  if (password !== undefined) return setPassword(call, { id, password });
  return status === 'disabled' ? disableUser(call, { id }) : enableUser(call, { id });
}
