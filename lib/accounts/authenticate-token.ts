import { timingSafeEqual } from 'node:crypto';
import type { World } from '#lib/world.ts';
import type { Actor } from './actor.ts';
import { tokenHash } from './create-token.ts';

/** The machine behind a bearer token, or null. Compares in constant time. */
export async function authenticateToken(world: Pick<World, 'store' | 'vault'>, text: string): Promise<Extract<Actor, { kind: 'token' }> | null> {
  const match = /^re_([0-9a-z]{26})_[A-Za-z0-9_-]{43}$/.exec(text);
  const token = match ? await world.store.accounts.token(`tok_${match[1]}`) : null;
  if (!token || token.status !== 'active') return null;
  const kept = await world.vault.get(token.credentialId);
  if (kept === null || !timingSafeEqual(Buffer.from(kept, 'hex'), Buffer.from(tokenHash(text), 'hex'))) return null;
  return { kind: 'token', id: token.id, name: token.name, role: token.role };
}
