import type { Reads } from '#lib/store/port.ts';
import { isOfTheAddressAlone, type DncEntry, type DncFields } from './entry.ts';
import { entryKey } from './match.ts';

/**
 * The active entry that forbids at least as much as a new one would, when there is one: the same name in any spelling, on its channel or on all of them. That mail to an
 * address came back forbids less than somebody's wish, which holds for all addresses of the person.
 */
export async function listedAlready(reads: Reads, fields: Pick<DncFields, 'kind' | 'value' | 'channel' | 'source'>): Promise<DncEntry | undefined> {
  const same = await reads.dnc.matching([entryKey(fields)]);
  const forbidsEnough = (entry: DncEntry) => isOfTheAddressAlone(fields) || !isOfTheAddressAlone(entry);
  return same.find((entry) => (entry.channel === 'all' || entry.channel === fields.channel) && forbidsEnough(entry));
}
