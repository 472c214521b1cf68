import { isRefusal, refusal, Refused } from '#lib/errors.ts';
import type { Reads } from '#lib/store/port.ts';
import { addressKey, parseAddress, type Address, type AddressKind } from './address.ts';
import type { CountryCode } from 'libphonenumber-js';

/** Addresses as given, in canonical form; refuses with the place of the one at fault. */
export function canonicalAddresses(raw: readonly { kind: AddressKind; value: string }[], country: string): Address[] {
  return raw.map(({ kind, value }, i) => {
    const address = parseAddress(kind, value, country as CountryCode);
    if (isRefusal(address)) throw new Refused({ ...address, details: { ...address.details, field: `addresses.${i}.value` } });
    return address;
  });
}

/** Refuses when another lead has one of these addresses: one address, one person. */
export async function refuseTakenAddresses(reads: Reads, addresses: readonly Address[], ownLeadId: string | null): Promise<void> {
  for (const address of addresses) {
    const other = await reads.leads.byAddress(addressKey(address));
    if (other && other.id !== ownLeadId)
      throw new Refused(
        refusal('already_exists', `${address.value} belongs to ${other.name} already.`, { lift: 'Open that lead, or give another address.', details: { field: 'addresses', leadId: other.id } }),
      );
  }
}
