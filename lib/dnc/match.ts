import type { Channel } from '#lib/channels/channel.ts';
import type { Address } from '#lib/leads/address.ts';
import { dncKey, type DncEntry, type DncFields, type DncKey } from './entry.ts';

/** Which DNC keys stand for a person: every address in every spelling that reaches the same mailbox, their domains, the lead. Pure. */

/** One provider's mailboxes: which domains are one, and what it ignores in the part before the `@`. */
interface Provider {
  readonly domains: RegExp;
  /** Under which domain all of them are looked up; null: each domain has mailboxes of its own. */
  readonly as: string | null;
  readonly ignores: RegExp | null;
}

/** Each ignores what follows a plus sign. Sources: the providers' own help pages on aliases and plus addressing. */
const providers: readonly Provider[] = [
  { domains: /^(?:gmail|googlemail)\.com$/, as: 'gmail.com', ignores: /\./g },
  { domains: /^(?:outlook|hotmail|live|msn)\.(?:com?(?:\.[a-z]{2})?|[a-z]{2})$/, as: null, ignores: null },
  { domains: /^(?:icloud|me|mac)\.com$/, as: 'icloud.com', ignores: null },
  { domains: /^(?:proton\.me|protonmail\.com|protonmail\.ch|pm\.me)$/, as: 'proton.me', ignores: /[._-]/g },
  { domains: /^fastmail\.(?:com|fm)$/, as: null, ignores: null },
];

/** One spelling for all spellings of a mailbox, for matching only; never for sending. */
export function mailboxKey(email: string): string {
  const at = email.lastIndexOf('@');
  const [local, domain] = [email.slice(0, at).toLowerCase(), email.slice(at + 1).toLowerCase()];
  const provider = providers.find(({ domains }) => domains.test(domain));
  if (!provider) return `${local}@${domain}`;
  const bare = local.replace(/(?!^)\+.*$/, '');
  return `${provider.ignores ? bare.replace(provider.ignores, '') : bare}@${provider.as ?? domain}`;
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

/** What an entry on exactly this address names. */
export function onAddress({ kind, value }: Address): Pick<DncFields, 'kind' | 'value'> {
  return kind === 'email' || kind === 'phone' ? { kind, value } : { kind: 'handle', value: `${kind}:${value}` };
}

/** The key of an entry on exactly this address, in any spelling. */
export function mailboxOf(address: Address): DncKey {
  return entryKey(onAddress(address));
}

/** The first active entry that forbids this channel. */
export function forbidding(entries: readonly DncEntry[], channel: Channel): DncEntry | undefined {
  return entries.find((entry) => entry.status === 'active' && (entry.channel === 'all' || entry.channel === channel));
}
