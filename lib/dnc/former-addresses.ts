import { on, type NewEvent } from '#lib/store/event.ts';
import { orThrow } from '#lib/errors.ts';
import type { Address } from '#lib/leads/address.ts';
import type { Reads } from '#lib/store/port.ts';
import { carriedMark, decideDncEntry, isOfTheAddressAlone, type DncFields } from './entry.ts';
import { mailboxOf } from './match.ts';

/**
 * When addresses are taken off a lead: what was asked for under one of them goes on for the person, as an entry on the lead that a manager can lift by itself.
 * What only says that mail to an address came back is the address's alone: a corrected address is not held by it. Whatever waits is ended already.
 */
export async function carriedOver(reads: Reads, leadId: string, removed: readonly Address[], nextId: () => string): Promise<NewEvent[]> {
  const standing = new Set((await reads.dnc.matching([`lead:${leadId}`])).map(({ channel }) => channel));
  const events: NewEvent[] = [];
  for (const entry of await reads.dnc.matching(removed.map(mailboxOf))) {
    if (entry.kind === 'erased' || isOfTheAddressAlone(entry) || standing.has('all') || standing.has(entry.channel)) continue;
    standing.add(entry.channel);
    const fields: DncFields = { kind: 'lead', value: leadId, channel: entry.channel, reason: `Asked for under an address that was taken off them: ${entry.reason}`, source: `${carriedMark}${entry.id}` };
    events.push(...on('dnc', nextId(), orThrow(decideDncEntry(null, { type: 'Add', fields }))));
  }
  return events;
}
