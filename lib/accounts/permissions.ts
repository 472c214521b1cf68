import { refusal, type Refusal } from '#lib/errors.ts';
import type { Actor, Role } from './actor.ts';

/** The one table of who may do what. Verbs ask `mayDo` before anything else; doors add nothing to it. Pure. */

export const permissions = {
  'read': 'viewer',
  'draft.create': 'agent',
  'draft.edit': 'agent',
  'draft.decide': 'agent',
  'lead.write': 'agent',
  'contact.decide': 'agent',
  'dnc.add': 'agent',
  'sandbox.play': 'agent',
  'dnc.remove': 'manager',
  'import': 'manager',
  'deadletter.decide': 'manager',
  'uncertain.decide': 'manager',
  'channel.pause': 'manager',
  'channel.resume': 'manager',
  'policy.edit': 'manager',
  'tableedit.dismiss': 'manager',
  'user.manage': 'admin',
  'token.manage': 'admin',
  'audit.export': 'admin',
  'history.vouch': 'admin',
  'lead.erase': 'admin',
  'backup': 'admin',
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof permissions;

/** What no machine does, whatever role its token carries. */
const peopleOnly: ReadonlySet<Permission> = new Set(['draft.decide', 'dnc.remove', 'deadletter.decide', 'uncertain.decide', 'tableedit.dismiss']);

/** What a token never does: whoever makes users and sets passwords could sign in as a person, and people approve; nobody brings back what is erased; people vouch for a history; and a machine does not widen its own limits. */
const tokensNever: ReadonlySet<Permission> = new Set(['user.manage', 'token.manage', 'lead.erase', 'history.vouch', 'policy.edit', 'channel.resume']);

/** What the worker does by itself. */
const workerDoes: ReadonlySet<Permission> = new Set(['read', 'draft.create', 'dnc.add']);

/** What somebody at the shell of the machine may do beside reading; they never decide on drafts. */
const operatorDoes: ReadonlySet<Permission> = new Set([
  'read', 'draft.create', 'lead.write', 'dnc.add', 'import', 'channel.pause', 'channel.resume', 'user.manage', 'token.manage', 'audit.export', 'history.vouch', 'policy.edit', 'lead.erase', 'backup',
]);

const rank: Readonly<Record<Role, number>> = { viewer: 0, agent: 1, manager: 2, admin: 3 };

export function hasRole(role: Role, atLeast: Role): boolean {
  return rank[role] >= rank[atLeast];
}

export function mayDo(actor: Actor, permission: Permission): Refusal | null {
  const needed: Role = permissions[permission];
  if (actor.kind !== 'person' && peopleOnly.has(permission))
    return refusal(permission === 'dnc.remove' ? 'suppression_is_add_only' : 'not_a_person', 'Only a signed-in person can do this.', {
      lift: 'Sign in to the console and do it there.',
    });
  if (actor.kind === 'token' && tokensNever.has(permission))
    return refusal('not_a_person', 'A token does not manage users, tokens, the policy or the signing key, lets no paused channel send again, and erases nobody.', { lift: 'Sign in to the console and do it there, or use the shell.' });
  switch (actor.kind) {
    case 'person':
    case 'token':
      return hasRole(actor.role, needed)
        ? null
        : refusal('forbidden', `This needs the role ${needed}; you have ${actor.role}.`, { lift: `Ask somebody with the role ${needed}.`, details: { needed, role: actor.role } });
    case 'operator':
      return operatorDoes.has(permission) ? null : refusal('forbidden', 'This is not done from the shell.', { lift: 'Use the console.' });
    case 'worker':
      return workerDoes.has(permission) ? null : refusal('forbidden', 'The worker does not do this.');
    case 'file':
      return permission === 'dnc.add' ? null : refusal('forbidden', 'Saving a table does not do this.', { lift: 'Use the console.' });
    case 'lead':
      return permission === 'dnc.add' ? null : refusal('forbidden', 'This is for the team only.');
  }
}
