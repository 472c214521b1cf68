import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { pageOf } from '#lib/paging.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { listLeadsInput, type LeadList } from './schema.ts';
import { leadView } from './view.ts';

export async function listLeads(call: Call, input: unknown): Promise<LeadList> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { q, stage, ownerId, tag, order, ...rest } = parse(listLeadsInput, input);
  const { store } = call.world;
  const page = await store.leads.page({ ...(q && { q }), ...(stage && { stage }), ...(ownerId && { ownerId }), ...(tag && { tag }) }, pageOf(rest), order);
  return { ...page, items: await Promise.all(page.items.map((lead) => leadView(store, lead))) };
}
