import { Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { changeUser } from './change-user.ts';
import { mayDo } from './permissions.ts';
import { setPasswordInput, type UserView } from './schema.ts';
import { storePassword } from './store-password.ts';
import { findUser } from './view.ts';

/** Gives a user a new password; their open sessions end at the next request. */
export async function setPassword(call: Call, input: unknown): Promise<UserView> {
  const forbidden = mayDo(call.actor, 'user.manage');
  if (forbidden) throw new Refused(forbidden);
  const { id, password } = parse(setPasswordInput, input);
  const before = await findUser(call.world.store, id);
  const credentialId = await storePassword(call, before.email, password);
  const view = await changeUser(call, 'set-password', id, () => ({ type: 'SetPassword', credentialId }));
  // What no event names any longer: the hash before, or ours when this was a repetition or somebody was faster.
  const { credentialId: current } = await findUser(call.world.store, id);
  const unnamed = current === credentialId ? before.credentialId : credentialId;
  if (unnamed !== null) await call.world.vault.remove(unnamed);
  return view;
}
