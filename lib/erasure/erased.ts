import { personKeys } from '#lib/dnc/match.ts';
import type { DncEntry } from '#lib/dnc/entry.ts';
import { refusal, Refused } from '#lib/errors.ts';
import type { Address } from '#lib/leads/address.ts';
import type { Reads } from '#lib/store/port.ts';

/** People who were erased stay away: their addresses are known by a fingerprint alone. */

/** The entry that keeps an erased person's address, or null when none of these is one. */
export async function erasedAmong(reads: Reads, addresses: readonly Address[]): Promise<DncEntry | null> {
  const entries = await reads.dnc.matching(personKeys({ leadId: null, addresses }));
  return entries.find((entry) => entry.kind === 'erased') ?? null;
}

/** Refuses to make a lead of somebody who was erased. */
export async function refuseErased(reads: Reads, addresses: readonly Address[]): Promise<void> {
  const entry = await erasedAmong(reads, addresses);
  if (entry)
    throw new Refused(
      refusal('person_erased', 'Somebody with this address was erased and asked to be left alone.', {
        lift: 'If they came back by themselves, a manager takes the entry off the Do Not Contact list, with the reason.', details: { field: 'addresses', dncId: entry.id },
      }),
    );
}

