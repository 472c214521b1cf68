import { Refused } from '#lib/errors.ts';
import type { Call } from '#lib/world.ts';
import type { Role } from './actor.ts';
import { addUser } from './add-user.ts';
import { mayDo } from './permissions.ts';
import { readablePassword } from './readable-password.ts';

/** Who can sign in to a new console: one of each role. */
const firstUsers: readonly { readonly email: string; readonly role: Role; readonly name: string }[] = [
  { email: 'viewer@re-engine.test', role: 'viewer', name: 'Sam Okafor' },
  { email: 'agent@re-engine.test', role: 'agent', name: 'Ana Ruiz' },
  { email: 'manager@re-engine.test', role: 'manager', name: 'Marcus Hale' },
  { email: 'admin@re-engine.test', role: 'admin', name: 'Priya Nair' },
];

export interface FirstUser {
  readonly email: string;
  readonly role: Role;
  /** Told this once; only its hash is kept. */
  readonly password: string;
}

/** Adds the first users of a console that has none. Interrupted half-way, it adds the missing ones; afterwards it does nothing. */
export async function firstRun(call: Call): Promise<{ users: readonly FirstUser[]; already: boolean }> {
  const forbidden = mayDo(call.actor, 'user.manage');
  if (forbidden) throw new Refused(forbidden);
  const there = (await call.world.store.accounts.users()).map((user) => user.email);
  const missing = firstUsers.filter(({ email }) => !there.includes(email));
  const ownUsersAlready = there.some((email) => firstUsers.every((user) => user.email !== email));
  if (missing.length === 0 || ownUsersAlready) return { users: [], already: true };
  const users: FirstUser[] = [];
  for (const { email, role, name } of missing) {
    const password = readablePassword();
    await addUser(call, { email, role, name, password });
    users.push({ email, role, password });
  }
  return { users, already: false };
}
