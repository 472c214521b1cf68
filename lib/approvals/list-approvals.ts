import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { pageOf } from '#lib/paging.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { statuses } from './approval.ts';
import { filterOf } from './filter-of.ts';
import { showApproval } from './find.ts';
import { listApprovalsInput, type ApprovalList } from './schema.ts';

export async function listApprovals(call: Call, input: unknown): Promise<ApprovalList> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { status, leadId, conversationId, order, cursor, limit, ...narrowing } = parse(listApprovalsInput, input);
  const { store, clock } = call.world;
  const filter = { ...filterOf(narrowing, clock.now()), ...(status && { statuses: status }), ...(leadId && { leadId }), ...(conversationId && { conversationId }) };
  const page = await store.approvals.page(filter, pageOf({ cursor, limit }), order);
  const byChannel = await store.approvals.counts();
  const counts = Object.fromEntries(statuses.map((each) => [each, Object.values(byChannel[each]).reduce((sum, n) => sum + n, 0)]));
  return { ...page, items: await Promise.all(page.items.map((row) => showApproval(store, row))), counts: counts as ApprovalList['counts'] };
}
