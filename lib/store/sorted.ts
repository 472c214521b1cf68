import imported from 'sorted-btree';
import { bulkLoad } from 'sorted-btree/extended/bulkLoad.js';

/**
 * A map kept in the order of its keys, whose `clone` costs nothing until one of the two is written to: that is how the
 * store looks ahead (decides on rows that are not durable yet) while readers go on seeing what is.
 */
export type Sorted<V> = imported<string, V>;

/** The package is CommonJS: Node hands out the whole module as its default, bundlers hand out the class. */
const BTree = (imported as { default?: typeof imported }).default ?? imported;

/** Equality is found faster than order, and a second comparison of order is the slowest. */
const byCodeUnit = (a: string, b: string) => (a > b ? 1 : a === b ? 0 : -1);

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
export function key(first: string, ...rest: readonly string[]): string {
  let whole = first;
  for (const part of rest) whole += separator + part;
  return whole;
}

/** The part behind all others. */
export function lastPart(whole: string): string {
  return whole.slice(whole.lastIndexOf(separator) + 1);
}

/** What every key begins with that has these parts and more. */
export function prefix(...parts: readonly string[]): string {
  let whole = '';
  for (const part of parts) whole += part + separator;
  return whole;
}

const pairOfDigits = Array.from({ length: 36 * 36 }, (_, i) => i.toString(36).padStart(2, '0'));

/** A whole number ≥ 0 as text that sorts as the number does: eleven digits to the base 36. */
export function sortable(value: number): string {
  let rest = Math.max(0, Math.min(Math.floor(value), Number.MAX_SAFE_INTEGER));
  let digits = '';
  // Two at a time: keys are most of what a commit computes, and `toString(36)` takes three times as long.
  for (let i = 0; i < 5; i++) {
    digits = pairOfDigits[rest % pairOfDigits.length] + digits;
    rest = Math.floor(rest / pairOfDigits.length);
  }
  return rest.toString(36) + digits;
}

/** The number at the beginning of a key. */
export function numberIn(sorted: string): number {
  return Number.parseInt(sorted.slice(0, 11), 36);
}

/** The keys under a prefix without it, from `after` (exclusive) on, in order or backwards. */
export function* under<V>(tree: Sorted<V>, start: string, after: string | null, backwards: boolean): Generator<[string, V]> {
  const from = start + (after ?? (backwards ? '\uffff' : ''));
  for (const [found, value] of backwards ? tree.entriesReversed(from) : tree.entries(from)) {
    if (!found.startsWith(start)) return;
    if (after === null || found !== from) yield [found.slice(start.length), value];
  }
}

/** Whatever begins with a prefix comes before this. */
const pastAll = (start: string) => start + '\uffff';

/** The first key under a prefix without it, from `from` on; null when there is none. */
export function firstUnder<V>(tree: Sorted<V>, start: string, from = ''): [string, V] | null {
  return without(start, tree.getPairOrNextHigher(start + from));
}

/** The last one, before `before`. */
export function lastUnder<V>(tree: Sorted<V>, start: string, before: string | null = null): [string, V] | null {
  return without(start, tree.nextLowerPair(before === null ? pastAll(start) : start + before));
}

function without<V>(start: string, found: [string, V] | undefined): [string, V] | null {
  return found?.[0].startsWith(start) ? [found[0].slice(start.length), found[1]] : null;
}

/** What stands under a prefix, in order. */
export function allUnder<V>(tree: Sorted<V>, start: string): V[] {
  const found: V[] = [];
  tree.forRange(start, pastAll(start), false, (_, value) => void found.push(value));
  return found;
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
