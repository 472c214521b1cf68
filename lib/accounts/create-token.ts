import { createHash, randomBytes } from 'node:crypto';
import { actorRef } from './actor.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { iso } from '#lib/clock.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { mayDo } from './permissions.ts';
import { createTokenInput, type NewToken } from './schema.ts';

/** `re_` + the token's id + 32 random bytes: the id finds it, the rest proves it. */
export function tokenText(id: string, secret: Uint8Array): string {
  return `re_${id.replace('tok_', '')}_${Buffer.from(secret).toString('base64url')}`;
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Makes a token for a program. It is a machine actor whatever its role, and its text is shown this once. */
export async function createToken(call: Call, input: unknown): Promise<NewToken> {
  const forbidden = mayDo(call.actor, 'token.manage');
  if (forbidden) throw new Refused(forbidden);
  const { name, role } = parse(createTokenInput, input);
  const { store, ids, vault, clock } = call.world;
  const id = ids.next('tok');
  const credentialId = ids.next('crl');
  const token = tokenText(id, randomBytes(32));
  await vault.put(credentialId, tokenHash(token));
  const committed = await store.commit(metaOf(call, 'create-token'), async () => ({ events: on('token', id, [{ type: 'TokenCreated', name, role, credentialId }]), result: null }));
  if (committed.kind === 'replayed') {
    await vault.remove(credentialId);
    throw new Refused(refusal('already_exists', 'This token was created already, and its text is shown only once.', { lift: 'Revoke it and create another.', details: { id: committed.subjects[0]?.id } }));
  }
  return { id, name, role, status: 'active', createdAt: iso(clock.now()), createdBy: actorRef(call.actor), token };
}
