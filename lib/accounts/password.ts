import { hash, verify } from '@node-rs/argon2';
import { refusal, type Refusal } from '#lib/errors.ts';

/** argon2id (the library's default algorithm) at OWASP's minimum for it: 19 MiB, 2 passes, 1 lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const passwordLengthMin = 10;

/** Length counts, not character classes (NIST SP 800-63B §5.1.1.2); what is easily guessed from the account is refused. */
export function checkPassword(password: string, email: string): Refusal | null {
  const bad = (message: string) => refusal('invalid_input', message, { lift: 'A few unrelated words make a good password.', details: { field: 'password' } });
  if (password.length < passwordLengthMin) return bad(`The password has fewer than ${passwordLengthMin} characters.`);
  const name = email.split('@')[0]?.toLowerCase() ?? '';
  if (password.toLowerCase() === email.toLowerCase() || (name.length >= 4 && password.toLowerCase().includes(name))) return bad('The password contains the name of the account.');
  if (new Set(password).size < 4) return bad('The password repeats too few characters.');
  return null;
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password);
}

let decoy: Promise<string> | null = null;

/** The same work as a real check, for accounts that do not exist. Always false. */
export async function verifyNobody(password: string): Promise<false> {
  decoy ??= hashPassword('a password that nobody has');
  await verifyPassword(await decoy, password);
  return false;
}
