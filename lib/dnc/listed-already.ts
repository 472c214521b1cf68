import type { Reads } from '#lib/store/port.ts';
import { carriedFrom, isOfTheAddressAlone, type DncEntry, type DncFields, type DncKey } from './entry.ts';
import { entryKey } from './match.ts';

/**
 * The active entry that forbids at least as much as a new one would, when there is one: the same name in any spelling, on its channel or on all of them. That mail to an
 * address came back forbids less than somebody's wish, which holds for all addresses of the person. So does a wish that a manager took off somebody who once had the
 * address: asked for again since, it holds for them as well.
 */
export async function listedAlready(reads: Reads, fields: Pick<DncFields, 'kind' | 'value' | 'channel' | 'source'>): Promise<DncEntry | undefined> {
  const same = await reads.dnc.matching([entryKey(fields)]);
  const isWish = !isOfTheAddressAlone(fields);
  const lifted = same.length > 0 && isWish ? await liftedForSomebody(reads, entryKey(fields)) : new Set<string>();
  const forbidsEnough = (entry: DncEntry) => !isWish || (!isOfTheAddressAlone(entry) && !lifted.has(entry.id));
  return same.find((entry) => (entry.channel === 'all' || entry.channel === fields.channel) && forbidsEnough(entry));
}

/** Entries under this key that were carried over to somebody who had the address, and that a manager took off them. */
async function liftedForSomebody(reads: Reads, key: DncKey): Promise<ReadonlySet<string>> {
  const named = (await Promise.all((await reads.leads.everUnder([key])).map((id) => reads.dnc.naming(id)))).flat();
  return new Set(named.filter(({ status }) => status === 'removed').flatMap(({ source }) => carriedFrom(source) ?? []));
}
