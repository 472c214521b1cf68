import type { Approval } from '#lib/approvals/approval.ts';
import { addressKindOf } from '#lib/leads/address.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import type { DncFields } from './entry.ts';
import { listedAlready } from './listed-already.ts';
import { onAddress } from './match.ts';
import { suppressionUnlessListed } from './suppress.ts';
import { approvalOfToken } from './unsubscribe-link.ts';

export type Unsubscribed = 'done' | 'unknown_link';

/** What a click on a link would do (`ask`), or has done already; asking changes nothing. */
export async function unsubscribeLinkState(call: Call, token: string): Promise<'ask' | Unsubscribed> {
  const approvalId = approvalOfToken(token, call.world.seal);
  if (approvalId === null) return 'unknown_link';
  const { store } = call.world;
  const sent = await store.approvals.get(approvalId);
  if (!sent) return 'done';
  return (await listedAlready(store, await fieldsFor(store, sent))) ? 'done' : 'ask';
}

/**
 * A recipient clicked the link in a mail of ours: the person is on the Do-Not-Contact list at once, on every channel, and what waits for them
 * is cancelled. Asked for by the link alone: no sign-in, no question. Again, or after they were erased, it is done already.
 */
export async function unsubscribe(call: Call, token: string): Promise<Unsubscribed> {
  const approvalId = approvalOfToken(token, call.world.seal);
  if (approvalId === null) return 'unknown_link';
  const { store, ids } = call.world;
  const dncId = ids.next('dnc');
  const sent = await store.approvals.get(approvalId);
  if (!sent) return 'done';
  const actor = { kind: 'lead', id: sent.leadId, name: 'The recipient' } as const;
  await store.commit(metaOf({ ...call, actor }, 'unsubscribe'), async (reads) => {
    return { events: await suppressionUnlessListed(reads, await fieldsFor(reads, sent), dncId), result: null };
  });
  return 'done';
}

async function fieldsFor(reads: Reads, sent: Approval): Promise<DncFields> {
  const lead = await reads.leads.get(sent.leadId);
  const named = lead ? ({ kind: 'lead', value: lead.id } as const) : onAddress({ kind: addressKindOf[sent.channel], value: sent.recipient });
  return { ...named, channel: 'all', reason: 'They unsubscribed with the link in a mail.', source: 'unsubscribe_link' };
}
