import { createHash } from 'node:crypto';
import { refusal, Refused } from '#lib/errors.ts';
import type { World } from '#lib/world.ts';

const hash = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

/**
 * The key a client chose, scoped to who sent it and bound to what was sent with it. Refuses a key that was used for something
 * else: answering with the earlier outcome would hide that the new request was not done.
 */
export async function claimedKey(world: World, scope: string, request: string | Uint8Array): Promise<string> {
  const start = `${hash(scope).slice(0, 32)}:`;
  const key = `${start}${hash(request).slice(0, 16)}`;
  const used = await world.store.idempotencyKeys.beginningWith(start);
  if (used !== null && !used.startsWith(key))
    throw new Refused(refusal('idempotency_key_reused', 'This idempotency key was used for another request.', { lift: 'Use a new key for each new request.' }));
  return key;
}
