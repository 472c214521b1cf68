import type { Reads } from '#lib/store/port.ts';
import type { Actor } from './actor.ts';

/** The person behind a session, or null when it is over: disabled, signed out, another role or password since. */
export async function checkSession(reads: Reads, session: { userId: string; sessionVersion: number }): Promise<Extract<Actor, { kind: 'person' }> | null> {
  const user = await reads.accounts.user(session.userId);
  if (!user || user.status !== 'active' || user.sessionVersion !== session.sessionVersion) return null;
  return { kind: 'person', id: user.id, name: user.name, role: user.role };
}
