import { auditFaults } from './audit.ts';
import { erasureFaults } from './erasure.ts';
import type { SeededFault } from './seeded-fault.ts';
import { sendingFaults } from './sending.ts';
import { storeFaults } from './store.ts';

/** The lists there are, one per part of the product. */
export const areas: Readonly<Record<string, readonly SeededFault[]>> = { store: storeFaults, erasure: erasureFaults, audit: auditFaults, sending: sendingFaults };

export const seededFaults: readonly SeededFault[] = Object.values(areas).flat();

/** The faults of the areas, and those of the names, that were asked for; all when nothing was. */
export function chosen(asked: readonly string[]): { readonly faults: readonly SeededFault[]; readonly unknown: readonly string[] } {
  if (asked.length === 0) return { faults: seededFaults, unknown: [] };
  const wanted = new Set(asked.flatMap((word) => areas[word]?.map(({ name }) => name) ?? [word]));
  const faults = seededFaults.filter(({ name }) => wanted.delete(name));
  return { faults, unknown: [...wanted] };
}
