import type { CountryCode } from 'libphonenumber-js/max';
import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import type { NewEvent } from '#lib/store/event.ts';
import type { Page, Reads } from '#lib/store/port.ts';
import type { RowProblem } from '#lib/tables/import-report.ts';
import type { TableRow } from '#lib/tables/read-table.ts';
import { metaOf, type Call, type World } from '#lib/world.ts';
import { additionEvents, withoutRepeats, type Additions, type Candidate } from './additions.ts';
import type { DncEntry } from './entry.ts';
import type { FileRows } from './file-rows.ts';

/** Entries of one commit. */
const batchSize = 1000;

export interface TakenIn {
  /** Of this file, also in an earlier try that a crash cut short. */
  readonly taken: number;
  readonly blockedCount: number;
}

/** New rows as candidates, and the rows that add nothing, with the reason. */
export async function readNewRows({ store, ids }: World, rows: readonly TableRow[], file: FileRows): Promise<{ candidates: Candidate[]; problems: RowProblem[] }> {
  const candidates: Candidate[] = [];
  const problems: RowProblem[] = [];
  for (const row of rows)
    for (const each of file.read(row)) {
      if (!('kind' in each)) problems.push(each);
      else if (each.kind === 'lead' && !(await store.leads.get(each.value))) problems.push({ row: row.row, field: 'value', reason: 'there is no lead with this id', right: '' });
      else candidates.push({ row: row.row, id: ids.next('dnc'), fields: each });
    }
  return { candidates: withoutRepeats(candidates).fresh, problems };
}

/**
 * Adds what a person put into `dnc.csv`, and ends what waits for whom it names, as an addition in the console does. `last` is recorded
 * with the last of them under `key`: a file that was taken in once is never taken in again.
 */
export async function takeInRows(call: Call, candidates: readonly Candidate[], last: { key: string; events: (taken: number) => readonly NewEvent[] }): Promise<TakenIn> {
  const forbidden = mayDo(call.actor, 'dnc.add');
  if (forbidden) throw new Refused(forbidden);
  const batches = Array.from({ length: Math.max(1, Math.ceil(candidates.length / batchSize)) }, (_, i) => candidates.slice(i * batchSize, (i + 1) * batchSize));
  const by = `${call.actor.kind}:${call.actor.id}`;
  let [taken, blockedCount] = [0, 0];
  for (const [i, batch] of batches.entries()) {
    const isLast = i === batches.length - 1;
    const before = taken;
    const committed = await call.world.store.commit({ ...metaOf(call, 'take-in-rows'), ...(isLast && { idempotencyKey: last.key }) }, async (reads) => {
      const additions = await additionEvents(reads, batch);
      const sum = before + countOf(additions, by);
      return { events: [...additions.events, ...(isLast ? last.events(sum) : [])], result: { sum, blocked: additions.blockedCount } };
    });
    if (committed.kind === 'replayed') continue;
    taken = committed.result.sum;
    blockedCount += committed.result.blocked;
  }
  return { taken, blockedCount };
}

function countOf({ added, there }: Additions, by: string): number {
  return added.length + there.filter(({ entry }) => entry.addedBy === by).length;
}

export async function everyEntry(reads: Reads): Promise<DncEntry[]> {
  const entries: DncEntry[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<DncEntry> = await reads.dnc.page({}, { cursor, limit: 500 });
    entries.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return entries;
}

export function countryOf({ settings }: World): CountryCode {
  return settings.defaultCountry as CountryCode;
}
