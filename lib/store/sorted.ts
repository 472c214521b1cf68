import imported from 'sorted-btree';
import { bulkLoad } from 'sorted-btree/extended/bulkLoad.js';

/**
 * A map kept in the order of its keys, whose `clone` costs nothing until one of the two is written to: that is how the
 * store looks ahead (decides on rows that are not durable yet) while readers go on seeing what is.
 */
export type Sorted<V> = imported<string, V>;

/** The package is CommonJS: Node hands out the whole module as its default, bundlers hand out the class. */
const BTree = (imported as { default?: typeof imported }).default ?? imported;

const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export function sorted<V>(): Sorted<V> {
  return new BTree<string, V>(undefined, byCodeUnit);
}

const nodeSize = 32;

/** The same from keys in strictly ascending order, in one go. */
export function sortedFrom<V>(keys: string[], values: V[]): Sorted<V> {
  return bulkLoad(keys, values, nodeSize, byCodeUnit) as Sorted<V>;
}

export function inOrder(keys: string[]): string[] {
  // The default order of `sort` is that of code units, and it needs no call per comparison.
  return keys.sort();
}

const separator = '\u0000';

/** Parts of a key, compared one after another. */
export function key(...parts: readonly string[]): string {
  return parts.join(separator);
}

/** The part behind all others. */
export function lastPart(whole: string): string {
  return whole.slice(whole.lastIndexOf(separator) + 1);
}

/** What every key begins with that has these parts and more. */
export function prefix(...parts: readonly string[]): string {
  return parts.map((part) => part + separator).join('');
}

/** A whole number ≥ 0 as text that sorts as the number does. */
export function sortable(value: number): string {
  return Math.max(0, Math.min(Math.floor(value), Number.MAX_SAFE_INTEGER)).toString(36).padStart(11, '0');
}

/** The keys under a prefix without it, from `after` (exclusive) on, in order or backwards. */
export function* under<V>(tree: Sorted<V>, start: string, after: string | null, backwards: boolean): Generator<[string, V]> {
  const from = start + (after ?? (backwards ? '\uffff' : ''));
  for (const [found, value] of backwards ? tree.entriesReversed(from) : tree.entries(from)) {
    if (!found.startsWith(start)) return;
    if (after === null || found !== from) yield [found.slice(start.length), value];
  }
}

/** Keys under several prefixes as one list in order, without their prefixes. */
export function* merged<V>(tree: Sorted<V>, starts: readonly string[], after: string | null, backwards: boolean): Generator<[string, V]> {
  const heads: { walk: Generator<[string, V]>; at: [string, V] }[] = [];
  for (const start of starts) {
    const walk = under(tree, start, after, backwards);
    const first = walk.next();
    if (!first.done) heads.push({ walk, at: first.value });
  }
  while (heads.length > 0) {
    let best = 0;
    for (let i = 1; i < heads.length; i++) if (heads[i]!.at[0] < heads[best]!.at[0] !== backwards) best = i;
    const head = heads[best]!;
    yield head.at;
    const next = head.walk.next();
    if (next.done) heads.splice(best, 1);
    else head.at = next.value;
  }
}
