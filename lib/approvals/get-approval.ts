import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { findApproval, showApproval } from './find.ts';
import { approvalIdInput, type ApprovalView } from './schema.ts';

export async function getApproval(call: Call, input: unknown): Promise<ApprovalView> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { id } = parse(approvalIdInput, input);
  return showApproval(call.world.store, await findApproval(call.world.store, id));
}
