import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { pageOf } from '#lib/paging.ts';
import { parse } from '#lib/parse.ts';
import type { ApprovalFilter } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import { statuses } from './approval.ts';
import { showApproval } from './find.ts';
import { listApprovalsInput, type ApprovalList } from './schema.ts';

export async function listApprovals(call: Call, input: unknown): Promise<ApprovalList> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { status, channel, leadId, conversationId, q, order, ...rest } = parse(listApprovalsInput, input);
  const filter: ApprovalFilter = {
    ...(status && { statuses: status }), ...(channel && { channel }), ...(leadId && { leadId }), ...(conversationId && { conversationId }), ...(q && { q }),
  };
  const { store } = call.world;
  const page = await store.approvals.page(filter, pageOf(rest), order);
  const byChannel = await store.approvals.counts();
  const counts = Object.fromEntries(statuses.map((each) => [each, Object.values(byChannel[each]).reduce((sum, n) => sum + n, 0)]));
  return { ...page, items: await Promise.all(page.items.map((row) => showApproval(store, row))), counts: counts as ApprovalList['counts'] };
}
