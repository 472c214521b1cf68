import { roles, type Role } from '#lib/accounts/actor.ts';

/** Roles in words. Pure. */
export const roleNotes: Readonly<Record<Role, string>> = {
  viewer: 'Reads everything, changes nothing',
  agent: 'Reads, decides on drafts, works with leads',
  manager: 'What agents do, and settles failed sends, pauses channels, imports',
  admin: 'What managers do, and manages users and tokens',
};

export const roleOptions = roles.map((role) => ({ value: role, label: role.charAt(0).toUpperCase() + role.slice(1) }));

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}
