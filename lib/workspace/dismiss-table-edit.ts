import { mayDo } from '#lib/accounts/permissions.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { dismissTableEditInput } from './schema.ts';
import { workspaceId } from './workspace.ts';

/** Somebody has seen what was left out of a table that was changed by hand: nobody is told of it any more. The copy stays. */
export async function dismissTableEdit(call: Call, input: unknown): Promise<{ keptAs: string; dismissed: true }> {
  const forbidden = mayDo(call.actor, 'tableedit.dismiss');
  if (forbidden) throw new Refused(forbidden);
  const { keptAs } = parse(dismissTableEditInput, input);
  await call.world.store.commit(metaOf(call, 'dismiss-table-edit'), async (reads) => {
    const edit = (await reads.workspace.get()).edits.find((each) => each.keptAs === keptAs);
    if (!edit) throw new Refused(refusal('not_found', `There is no kept table ${keptAs}.`));
    return { events: edit.dismissed ? [] : on('workspace', workspaceId, [{ type: 'TableEditDismissed', table: edit.table, keptAs }]), result: null };
  });
  return { keptAs, dismissed: true };
}
