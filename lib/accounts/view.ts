import { iso } from '#lib/clock.ts';
import { refusal, Refused } from '#lib/errors.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Token, User } from './account.ts';
import type { TokenView, UserView } from './schema.ts';

export function userView(user: User): UserView {
  const { id, email, name, role, status, credentialId, createdAt } = user;
  return { id, email, name, role, status, hasPassword: credentialId !== null, createdAt: iso(createdAt) };
}

export function tokenView(token: Token): TokenView {
  const { id, name, role, status, createdAt, createdBy } = token;
  return { id, name, role, status, createdAt: iso(createdAt), createdBy };
}

export async function findUser(reads: Reads, id: string): Promise<User> {
  const user = await reads.accounts.user(id);
  if (!user) throw new Refused(refusal('not_found', `There is no user ${id}.`));
  return user;
}
