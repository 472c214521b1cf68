import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { pageOf } from '#lib/paging.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { listDncInput, type DncList } from './schema.ts';
import { dncView } from './view.ts';

export async function listDncEntries(call: Call, input: unknown): Promise<DncList> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { q, channel, kind, status, ...rest } = parse(listDncInput, input);
  const { store } = call.world;
  const page = await store.dnc.page({ status, ...(q && { q }), ...(channel && { channel }), ...(kind && { kind }) }, pageOf(rest));
  return { ...page, items: await Promise.all(page.items.map((entry) => dncView(store, entry))) };
}
