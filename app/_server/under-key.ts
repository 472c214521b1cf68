import { createHash } from 'node:crypto';
import { refusal, Refused } from '#lib/errors.ts';
import type { Reads, Store } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';

const hash = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

/**
 * The call under the key a client chose, scoped to who sent it and bound to what was sent with it. Refuses a key that was used for something else: answering with the
 * earlier outcome would hide that the new request was not done. Asked before anything is done, and again inside each commit: two requests may come under one key at once.
 */
export async function underKey(call: Call, scope: string, request: string | Uint8Array): Promise<Call> {
  const { store } = call.world;
  const start = `${hash(scope).slice(0, 32)}:`;
  const key = `${start}${hash(request).slice(0, 16)}`;
  const refuseOtherUse = async (reads: Pick<Reads, 'idempotencyKeys'>) => {
    const used = await reads.idempotencyKeys.beginningWith(start);
    if (used !== null && !used.startsWith(key))
      throw new Refused(refusal('idempotency_key_reused', 'This idempotency key was used for another request.', { lift: 'Use a new key for each new request.' }));
  };
  await refuseOtherUse(store);
  const commit: Store['commit'] = (meta, decided) =>
    store.commit(meta, async (reads) => {
      await refuseOtherUse(reads);
      return decided(reads);
    });
  return { ...call, world: { ...call.world, store: { ...store, commit } }, idempotencyKey: key };
}
