import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { mayDo } from './permissions.ts';
import { tokenIdInput, type TokenView } from './schema.ts';
import { tokenView } from './view.ts';

/** Ends a token at once. */
export async function revokeToken(call: Call, input: unknown): Promise<TokenView> {
  const forbidden = mayDo(call.actor, 'token.manage');
  if (forbidden) throw new Refused(forbidden);
  const { id } = parse(tokenIdInput, input);
  const { store, vault } = call.world;
  await store.commit(metaOf(call, 'revoke-token'), async (reads) => {
    const token = await reads.accounts.token(id);
    if (!token) throw new Refused(refusal('not_found', `There is no token ${id}.`));
    return { events: token.status === 'revoked' ? [] : on('token', id, [{ type: 'TokenRevoked' }]), result: null };
  });
  const token = await store.accounts.token(id);
  if (!token) throw new Refused(refusal('not_found', `There is no token ${id}.`));
  await vault.remove(token.credentialId);
  return tokenView(token);
}
