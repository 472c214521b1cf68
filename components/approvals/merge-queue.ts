/** Keeps the queue still under the eye while it changes underneath. Pure. */

export interface MergedQueue {
  /** Ids in the order shown. */
  readonly shown: readonly string[];
  /** Ids that arrived above what is shown and wait to be let in. */
  readonly arrivals: readonly string[];
}

export interface MergeOptions {
  /** Stays although it is gone: it is being read. */
  readonly keep: string | null;
  /** Let in at their place at once: the reader brought them back. */
  readonly welcome: ReadonlySet<string>;
}

/** `shown` keeps its order; what is gone leaves; what is new below is added; what is new above waits. */
export function mergeQueue(shown: readonly string[], fresh: readonly string[], { keep, welcome }: MergeOptions): MergedQueue {
  const place = new Map(fresh.map((id, index) => [id, index]));
  const staying = shown.filter((id) => place.has(id) || id === keep);
  const known = new Set(staying);
  const lowest = Math.max(-1, ...staying.map((id) => place.get(id) ?? -1));
  if (lowest === -1) return { shown: known.size === 0 ? fresh : [...staying, ...fresh], arrivals: [] };
  const merged = [...staying];
  const arrivals: string[] = [];
  for (const [index, id] of fresh.entries()) {
    if (known.has(id)) continue;
    if (index > lowest) merged.push(id);
    else if (welcome.has(id)) merged.splice(placeFor(merged, place, index), 0, id);
    else arrivals.push(id);
  }
  return { shown: merged, arrivals };
}

/** After the nearest shown row that stands before it in the fresh order. */
function placeFor(shown: readonly string[], place: ReadonlyMap<string, number>, index: number): number {
  for (let i = shown.length - 1; i >= 0; i--) {
    const at = place.get(shown[i] ?? '');
    if (at !== undefined && at < index) return i + 1;
  }
  return 0;
}

/** Where to go when `id` leaves: the one below, else the one above. */
export function neighbour(shown: readonly string[], id: string | null): string | null {
  const at = id === null ? -1 : shown.indexOf(id);
  if (at === -1) return shown[0] ?? null;
  return shown[at + 1] ?? shown[at - 1] ?? null;
}
