import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { Refused } from '#lib/errors.ts';
import type { Call } from '#lib/world.ts';
import type { TableEditList } from './schema.ts';

/** What people changed in tables by hand and was left out, newest first, until somebody says that they have seen it. */
export async function listTableEdits(call: Call, _input?: unknown): Promise<TableEditList> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { edits } = await call.world.store.workspace.get();
  const open = edits.filter((edit) => edit.left > 0 && edit.dismissed === null);
  return { items: open.toReversed().map(({ table, keptAs, taken, left, differences, at }) => ({ table, keptAs, taken, left, differences: [...differences], at: iso(at) })) };
}
