import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { Refused } from '#lib/errors.ts';
import type { Page } from '#lib/store/port.ts';
import { writeTable } from '#lib/tables/write-table.ts';
import type { Call } from '#lib/world.ts';
import type { DncEntry } from './entry.ts';

/** Every active entry as a CSV file for people; `import dnc` reads it back. */
export async function exportDnc(call: Call): Promise<string> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const rows: (readonly string[])[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<DncEntry> = await call.world.store.dnc.page({ status: 'active' }, { cursor, limit: 500 });
    rows.push(...page.items.map(({ kind, value, channel, reason, source, addedAt, addedBy }) => [kind, value, channel, reason, source, iso(addedAt), addedBy]));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return writeTable(['kind', 'value', 'channel', 'reason', 'source', 'added_at', 'added_by'], rows);
}
