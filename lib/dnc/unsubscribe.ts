import { approvalOfToken } from './unsubscribe-link.ts';
import { addressKindOf } from '#lib/leads/address.ts';
import { metaOf, type Call } from '#lib/world.ts';
import type { DncFields } from './entry.ts';
import { entryKey } from './match.ts';
import { readQueue, rereadEvents, suppressionEvents } from './suppress.ts';

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
    const common = { channel: 'all', reason: 'They unsubscribed with the link in a mail.', source: 'unsubscribe_link' } as const;
    const fields: DncFields = lead ? { kind: 'lead', value: lead.id, ...common } : addressFields(sent.channel, sent.recipient, common);
    const there = (await reads.dnc.matching([entryKey(fields)])).some((entry) => entry.channel === 'all');
    if (there) return { events: [], result: null };
    // Only an address has to be looked for in everything that waits.
    const queue = lead ? undefined : await readQueue(reads);
    return { events: [...(await suppressionEvents(reads, fields, dncId, queue)), ...(await rereadEvents(reads, fields, 'added', queue))], result: null };
  });
  return 'done';
}

function addressFields(channel: Parameters<typeof addressOf>[0], recipient: string, common: Pick<DncFields, 'channel' | 'reason' | 'source'>): DncFields {
  const kind = addressOf(channel);
  return kind === 'email' || kind === 'phone' ? { kind, value: recipient, ...common } : { kind: 'handle', value: `${kind}:${recipient}`, ...common };
}

const addressOf = (channel: keyof typeof addressKindOf) => addressKindOf[channel];
