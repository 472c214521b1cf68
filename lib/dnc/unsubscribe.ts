import { addressKindOf } from '#lib/leads/address.ts';
import { metaOf, type Call } from '#lib/world.ts';
import type { DncFields } from './entry.ts';
import { onAddress } from './match.ts';
import { suppressionUnlessListed } from './suppress.ts';
import { approvalOfToken } from './unsubscribe-link.ts';

export type Unsubscribed = 'done' | 'unknown_link';

/** Whether a link was made here: for showing what a click would do, which changes nothing. */
export function isUnsubscribeLink(call: Call, token: string): boolean {
  return approvalOfToken(token, call.world.seal) !== null;
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
    const lead = await reads.leads.get(sent.leadId);
    const named = lead ? ({ kind: 'lead', value: lead.id } as const) : onAddress({ kind: addressKindOf[sent.channel], value: sent.recipient });
    const fields: DncFields = { ...named, channel: 'all', reason: 'They unsubscribed with the link in a mail.', source: 'unsubscribe_link' };
    return { events: await suppressionUnlessListed(reads, fields, dncId), result: null };
  });
  return 'done';
}
