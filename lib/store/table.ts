import { inOrder, lastPart, sorted, sortedFrom, type Sorted } from './sorted.ts';

/** How rows of one kind are found: per index the keys a row stands under (each ends in the row's id), and what is counted. */
export interface Layout<Row, Index extends string> {
  readonly indexes: Readonly<Record<Index, (row: Row) => readonly string[]>>;
  /** Names under which rows are counted. */
  readonly facets: (row: Row) => readonly string[];
}

/** Rows by id with their indexes and counts, kept in step by `set`. Rows are never changed, only replaced. */
export class Table<Row extends { readonly id: string }, Index extends string = never> {
  /** Grows with every change: a later table of the same history with the same number has the same rows. */
  revision: number;
  private readonly layout: Layout<Row, Index>;
  private rows: Sorted<Row>;
  private trees: Readonly<Record<Index, Sorted<string>>>;
  private sizes: Sorted<number>;
  /** While a history is read: only rows by id, nothing is found otherwise. `settle` makes the rest. */
  private loading: Map<string, Row> | null = null;

  constructor(layout: Layout<Row, Index>, from?: Table<Row, Index>) {
    this.layout = layout;
    this.revision = from?.revision ?? 0;
    this.rows = from ? from.rows.clone() : sorted<Row>();
    this.sizes = from ? from.sizes.clone() : sorted<number>();
    this.trees = mapValues(layout.indexes, (_, name) => (from ? from.trees[name].clone() : sorted<string>()));
  }

  /** The same rows, to be changed on their own. */
  fork(): Table<Row, Index> {
    return new Table(this.layout, this);
  }

  /** From here to `settle` only `get`, `set` and `remove` are asked for: a row that changes ten times is put into its indexes once. */
  load(): void {
    this.loading = new Map();
  }

  settle(): void {
    const rows = this.loading;
    if (!rows) return;
    this.loading = null;
    const ids = inOrder([...rows.keys()]);
    const ordered = ids.map((id) => rows.get(id)!);
    this.rows = sortedFrom(ids, ordered);
    this.trees = mapValues(this.layout.indexes, (keysOf) => treeOf(ordered, keysOf));
    const sizes = new Map<string, number>();
    for (const row of ordered) for (const facet of this.layout.facets(row)) sizes.set(facet, (sizes.get(facet) ?? 0) + 1);
    const facets = inOrder([...sizes.keys()]);
    this.sizes = sortedFrom(facets, facets.map((facet) => sizes.get(facet)!));
  }

  get size(): number {
    return this.rows.size;
  }

  get(id: string): Row | null {
    return (this.loading ?? this.rows).get(id) ?? null;
  }

  set(row: Row): void {
    this.revision += 1;
    if (this.loading) return void this.loading.set(row.id, row);
    const old = this.get(row.id);
    this.rows.set(row.id, row);
    for (const name in this.layout.indexes) {
      const keysOf = this.layout.indexes[name];
      this.move(this.trees[name], old ? keysOf(old) : [], keysOf(row), row.id);
    }
    this.recount(old ? this.layout.facets(old) : [], this.layout.facets(row));
  }

  /** Does nothing when there is no such row. */
  remove(id: string): void {
    const old = this.get(id);
    if (!old) return;
    this.revision += 1;
    if (this.loading) return void this.loading.delete(id);
    this.rows.delete(id);
    for (const name in this.layout.indexes) this.move(this.trees[name], this.layout.indexes[name](old), [], id);
    this.recount(this.layout.facets(old), []);
  }

  private move(tree: Sorted<string>, before: readonly string[], after: readonly string[], id: string): void {
    for (const key of before) if (!after.includes(key)) tree.delete(key);
    for (const key of after) if (!before.includes(key)) tree.set(key, id);
  }

  private recount(before: readonly string[], after: readonly string[]): void {
    for (const facet of before) if (!after.includes(facet)) this.sizes.set(facet, this.count(facet) - 1);
    for (const facet of after) if (!before.includes(facet)) this.sizes.set(facet, this.count(facet) + 1);
  }

  index(name: Index): Sorted<string> {
    return this.trees[name];
  }

  count(facet: string): number {
    return this.sizes.get(facet) ?? 0;
  }

  /** What is counted under the names that begin like `start`, from one of them on and before another. */
  countBetween(start: string, from: string, before: string | null): number {
    let sum = 0;
    for (const [name, size] of this.sizes.entries(start + from)) {
      if (!name.startsWith(start) || (before !== null && name >= start + before)) break;
      sum += size;
    }
    return sum;
  }

  all(): Row[] {
    return this.rows.valuesArray();
  }
}

/** Every key ends in the id of its row. */
function treeOf<Row>(rows: readonly Row[], keysOf: (row: Row) => readonly string[]): Sorted<string> {
  const keys: string[] = [];
  for (const row of rows) for (const key of keysOf(row)) keys.push(key);
  const once = inOrder(keys).filter((key, i) => key !== keys[i - 1]);
  return sortedFrom(once, once.map(lastPart));
}

function mapValues<K extends string, A, B>(record: Readonly<Record<K, A>>, change: (value: A, key: K) => B): Record<K, B> {
  const result: Partial<Record<K, B>> = {};
  for (const name in record) result[name] = change(record[name], name);
  return result as Record<K, B>;
}
