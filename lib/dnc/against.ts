import type { Approval } from '#lib/approvals/approval.ts';
import { addressKindOf, type Address } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import type { Reads } from '#lib/store/port.ts';
import { carriedFrom, isOfTheAddressAlone, type DncEntry, type DncKey } from './entry.ts';
import { entryKey, mailboxOf, personKeys } from './match.ts';

interface Person {
  readonly leadId: string | null;
  readonly addresses: readonly Address[];
  /** Where they are written to; left out when it is about all of their addresses. */
  readonly to?: Address | undefined;
}

export interface KeysAgainst {
  /** The person as they are now, and every lead who has, or once had, one of their addresses in any spelling. */
  readonly now: readonly DncKey[];
  /** Every other address that one of those leads has, or once had, and the leads who have an address that was theirs. */
  readonly ever: readonly DncKey[];
}

/**
 * Every key that an entry against this person could be found under. Leads who share an address, now or once, in any spelling, are one person with all of their
 * addresses: an opt-out is not left behind when an address is taken off a lead, written otherwise, or given to another one, before it or after it.
 */
export async function keysAgainst(reads: Reads, person: Person): Promise<KeysAgainst> {
  const own = personKeys(person);
  const lead = person.leadId === null ? null : await reads.leads.get(person.leadId);
  const given = (lead?.formerAddresses ?? []).map(mailboxOf);
  const ids = new Set([...(person.leadId === null ? [] : [person.leadId]), ...(await reads.leads.everUnder(own))]);
  const through = given.length === 0 ? [] : await reads.leads.everUnder(given);
  const rows = (await Promise.all([...new Set([...ids, ...through])].map((id) => reads.leads.get(id)))).filter((row) => row !== null);
  const now = new Set<DncKey>([...own, ...[...ids].map((id): DncKey => `lead:${id}`)]);
  const ever = new Set<DncKey>([...through.map((id): DncKey => `lead:${id}`), ...rows.flatMap(({ addresses, formerAddresses }) => [...addresses, ...formerAddresses].map(mailboxOf))]);
  return { now: [...now], ever: [...ever].filter((key) => !now.has(key)) };
}

/**
 * The active entries against this person. Of one under an address that is theirs no more, or on whoever has it now, a manager may have said that it does not concern
 * them; and that mail to an address came back says nothing of the others.
 */
export async function entriesAgainst(reads: Reads, person: Person): Promise<readonly DncEntry[]> {
  const { now, ever } = await keysAgainst(reads, person);
  const { to } = person;
  const own = (await reads.dnc.matching(now)).filter((entry) => to === undefined || !isOfTheAddressAlone(entry) || entryKey(entry) === mailboxOf(to));
  const others = ever.length === 0 ? [] : (await reads.dnc.matching(ever)).filter((entry) => !isOfTheAddressAlone(entry));
  if (others.length === 0) return own;
  const lifted = await liftedFor(reads, now);
  return [...own, ...others.filter(({ id }) => !lifted.has(id) && own.every((each) => each.id !== id))];
}

/** Entries that were carried over from an address to these leads, and that a manager took off them. */
async function liftedFor(reads: Reads, keys: readonly DncKey[]): Promise<ReadonlySet<string>> {
  const leads = keys.flatMap((key) => (key.startsWith('lead:') ? key.slice('lead:'.length) : []));
  const named = (await Promise.all(leads.map((id) => reads.dnc.naming(id)))).flat();
  return new Set(named.filter(({ status }) => status === 'removed').flatMap(({ source }) => carriedFrom(source) ?? []));
}

/** Everybody an approval would reach: the recipient as written, and the lead behind it with every address of theirs. */
export function personOf(approval: Pick<Approval, 'leadId' | 'channel' | 'recipient'>, lead: Lead | null): { leadId: string; addresses: readonly Address[]; to: Address } {
  const recipient: Address = { kind: addressKindOf[approval.channel], value: approval.recipient };
  return { leadId: approval.leadId, addresses: [recipient, ...(lead?.addresses ?? [])], to: recipient };
}
