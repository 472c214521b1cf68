import { Refused } from '#lib/errors.ts';
import type { Committed } from '#lib/store/port.ts';
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

/** Takes a hash out of the vault again when no event came to name it: the commit was refused, or was a repetition. */
export async function keptOnlyWhenNamed(call: Call, credentialId: string | null, committing: Promise<Committed<null>>): Promise<void> {
  let named = false;
  try {
    named = (await committing).kind === 'committed';
  } catch (error) {
    // After a fault nobody knows what is durable: an unnamed hash is harmless, a missing one locks somebody out.
    named = !(error instanceof Refused);
    throw error;
  } finally {
    if (!named && credentialId !== null) await call.world.vault.remove(credentialId);
  }
}
