import type { Channel } from '#lib/channels/channel.ts';
import type { Address } from '#lib/leads/address.ts';
import { dncKey, type DncEntry, type DncKey } from './entry.ts';

/** Which DNC keys stand for a person: every address in every spelling that reaches the same mailbox, their domains, the lead. Pure. */

/** Providers that deliver any spelling of the part before the `@` with dots left out to the same mailbox. */
const dotless = new Set(['gmail.com', 'googlemail.com']);
/** …and those that ignore what follows a plus sign. */
const plusTags = new Set(['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'icloud.com', 'me.com', 'fastmail.com', 'proton.me', 'protonmail.com']);

/** One spelling for all spellings of a mailbox, for matching only; never for sending. */
export function mailboxKey(email: string): string {
  const at = email.lastIndexOf('@');
  let local = email.slice(0, at).toLowerCase();
  let domain = email.slice(at + 1).toLowerCase();
  if (plusTags.has(domain)) local = local.replace(/\+.*$/, '');
  if (dotless.has(domain)) {
    local = local.replaceAll('.', '');
    domain = 'gmail.com';
  }
  return `${local}@${domain}`;
}

/** The key an entry is stored and found under. */
export function entryKey(entry: Pick<DncEntry, 'kind' | 'value'>): DncKey {
  return entry.kind === 'email' ? `email:${mailboxKey(entry.value)}` : dncKey(entry);
}

/** Every key that an entry against this person could be found under. */
export function personKeys(person: { leadId: string | null; addresses: readonly Address[] }): DncKey[] {
  const keys = new Set<DncKey>();
  if (person.leadId) keys.add(`lead:${person.leadId}`);
  for (const address of person.addresses) {
    keys.add(mailboxOf(address));
    if (address.kind !== 'email') continue;
    for (let domain = address.value.slice(address.value.lastIndexOf('@') + 1); domain.includes('.'); domain = domain.slice(domain.indexOf('.') + 1)) keys.add(`domain:${domain}`);
  }
  return [...keys];
}

/** The key of an entry on exactly this address, in any spelling. */
export function mailboxOf({ kind, value }: Address): DncKey {
  if (kind === 'email') return `email:${mailboxKey(value)}`;
  return kind === 'phone' ? `phone:${value}` : `handle:${kind}:${value}`;
}

/** The first active entry that forbids this channel. */
export function forbidding(entries: readonly DncEntry[], channel: Channel): DncEntry | undefined {
  return entries.find((entry) => entry.status === 'active' && (entry.channel === 'all' || entry.channel === channel));
}
