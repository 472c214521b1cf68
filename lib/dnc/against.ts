import type { Address } from '#lib/leads/address.ts';
import type { Reads } from '#lib/store/port.ts';
import type { DncEntry, DncKey } from './entry.ts';
import { personKeys } from './match.ts';

interface Person {
  readonly leadId: string | null;
  readonly addresses: readonly Address[];
}

/**
 * Every key that an entry against this person could be found under. A lead who has, or once had, one of the addresses in any spelling is the same
 * person: an opt-out is not left behind when an address is taken off a lead, written otherwise, or given to another one.
 */
export async function keysAgainst(reads: Reads, person: Person): Promise<DncKey[]> {
  const keys = personKeys(person);
  const leads = await reads.leads.everUnder(keys);
  return [...new Set([...keys, ...leads.map((id): DncKey => `lead:${id}`)])];
}

/** The active entries against this person. */
export async function entriesAgainst(reads: Reads, person: Person): Promise<readonly DncEntry[]> {
  return reads.dnc.matching(await keysAgainst(reads, person));
}
