import type { Reads } from '#lib/store/port.ts';
import type { DncEntry, DncFields } from './entry.ts';
import { entryKey } from './match.ts';

/** The active entry that forbids at least as much as a new one would, when there is one: the same name in any spelling, on its channel or on all of them. */
export async function listedAlready(reads: Reads, fields: Pick<DncFields, 'kind' | 'value' | 'channel'>): Promise<DncEntry | undefined> {
  const same = await reads.dnc.matching([entryKey(fields)]);
  return same.find(({ channel }) => channel === 'all' || channel === fields.channel);
}
