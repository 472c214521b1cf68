import { Refused } from '#lib/errors.ts';
import type { Call } from '#lib/world.ts';
import { checkPassword, hashPassword } from './password.ts';

/** Puts the hash of a good password into the vault, under a new id for an event to name. */
export async function storePassword(call: Call, email: string, password: string): Promise<string> {
  const bad = checkPassword(password, email);
  if (bad) throw new Refused(bad);
  const credentialId = call.world.ids.next('crl');
  await call.world.vault.put(credentialId, await hashPassword(password));
  return credentialId;
}
