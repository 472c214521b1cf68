import { refusal, type Refusal } from '#lib/errors.ts';
import { addressKey, addressKindOf } from '#lib/leads/address.ts';
import { notTheirs } from '#lib/policy/rules/recipient.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Approval } from './approval.ts';

/** Why it would come back from the claim instead of going out: its address is another lead's by now. Null when it is not. */
export async function refusedByRecipient(reads: Reads, approval: Pick<Approval, 'leadId' | 'channel' | 'recipient' | 'status'>): Promise<Refusal | null> {
  const { leadId, channel, recipient } = approval;
  const owner = await reads.leads.byAddress(addressKey({ kind: addressKindOf[channel], value: recipient }));
  const why = notTheirs(recipient, leadId, owner?.id ?? null);
  if (why === null || owner === null) return null;
  const first = approval.status === 'dead_letter' ? 'Take it back to review, edit it there' : 'Edit it';
  return refusal('blocked_by_policy', why, { lift: `${first} and choose an address of the lead it is for. ${owner.name} has this one now.`, details: { rule: 'recipient', leadId: owner.id } });
}
