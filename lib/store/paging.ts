import { refusal, Refused } from '#lib/errors.ts';
import type { Page, PageRequest } from './port.ts';

/** Pages by the last key shown, so that rows that come or go meanwhile neither repeat nor hide others. */

function encode(place: string): string {
  return Buffer.from(place, 'utf8').toString('base64url');
}

/** The key after which a page starts; null for the first page. */
export function placeOf(page: PageRequest): string | null {
  if (!Number.isInteger(page.limit) || page.limit < 1 || page.limit > 500)
    throw new Refused(refusal('invalid_input', 'A page has 1 to 500 rows.', { details: { field: 'limit' } }));
  if (page.cursor === null) return null;
  if (!/^[A-Za-z0-9_-]+$/.test(page.cursor)) throw foreignCursor();
  return Buffer.from(page.cursor, 'base64url').toString('utf8');
}

export const foreignCursor = () => new Refused(refusal('invalid_input', 'This cursor was not given out by this list.', { details: { field: 'cursor' } }));

/** One page of a list that is walked in order, when how many there are is known without walking. */
export function pageOfWalk<T>(walk: Iterable<[string, T]>, total: number, page: PageRequest): Page<T> {
  const items: T[] = [];
  let last = '';
  for (const [place, item] of walk) {
    if (items.length === page.limit) return { items, nextCursor: encode(last), total };
    items.push(item);
    last = place;
  }
  return { items, nextCursor: null, total };
}

/** One page of rows that were picked one by one: they are put in order here. */
export function pageOfPicked<T>(picked: readonly T[], orderOf: (row: T) => string, backwards: boolean, page: PageRequest): Page<T> {
  const after = placeOf(page);
  const keyed = picked.map((row): [string, T] => [orderOf(row), row]);
  const rest = after === null ? keyed : keyed.filter(([place]) => (backwards ? place < after : place > after));
  rest.sort(([a], [b]) => (a === b ? 0 : a < b !== backwards ? -1 : 1));
  return pageOfWalk(rest, picked.length, page);
}

/** Tests text for a part of it, whatever the case. */
export function contains(q: string): (text: string) => boolean {
  const pattern = new RegExp(q.trim().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'iu');
  return (text) => pattern.test(text);
}
