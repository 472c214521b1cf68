import { Refused } from '#lib/errors.ts';
import type { Call } from '#lib/world.ts';
import { mayDo } from './permissions.ts';
import type { TokenList } from './schema.ts';
import { tokenView } from './view.ts';

export async function listTokens(call: Call): Promise<TokenList> {
  const forbidden = mayDo(call.actor, 'token.manage');
  if (forbidden) throw new Refused(forbidden);
  const tokens = await call.world.store.accounts.tokens();
  return { items: tokens.map(tokenView), nextCursor: null, total: tokens.length };
}
