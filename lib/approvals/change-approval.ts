import type { Permission } from '#lib/accounts/permissions.ts';
import { mayDo } from '#lib/accounts/permissions.ts';
import { isRefusal, Refused } from '#lib/errors.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import type { Approval, ApprovalCommand } from './approval.ts';
import { decideApproval } from './decide.ts';
import { findApproval, showApproval } from './find.ts';
import type { ApprovalView } from './schema.ts';

export interface Change {
  readonly id: string;
  /** The verb's name, for the journal's cause. */
  readonly verb: string;
  readonly permission: Permission;
  readonly command: (state: Approval, reads: Reads) => ApprovalCommand | Promise<ApprovalCommand>;
  /** Other events that belong in the same commit. */
  readonly alongside?: (state: Approval, reads: Reads) => Promise<readonly NewEvent[]>;
}

/** Who may, load, decide, commit, show: the shape that every command on one approval has. */
export async function changeApproval(call: Call, change: Change): Promise<ApprovalView> {
  const forbidden = mayDo(call.actor, change.permission);
  if (forbidden) throw new Refused(forbidden);
  await call.world.store.commit(metaOf(call, change.verb), async (reads) => {
    const state = await findApproval(reads, change.id);
    const events = decideApproval(state, await change.command(state, reads));
    if (isRefusal(events)) throw new Refused({ ...events, details: { ...events.details, current: await showApproval(reads, state) } });
    const others = events.length === 0 ? [] : ((await change.alongside?.(state, reads)) ?? []);
    return { events: [...on('approval', change.id, events), ...others], result: null };
  });
  return showApproval(call.world.store, await findApproval(call.world.store, change.id));
}
