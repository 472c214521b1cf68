import type { Approval, Outcome } from '#lib/approvals/approval.ts';
import { entriesAgainst } from '#lib/dnc/against.ts';
import type { DncFields } from '#lib/dnc/entry.ts';
import { forbidding, onAddress } from '#lib/dnc/match.ts';
import { suppressionEvents, suppressionUnlessListed } from '#lib/dnc/suppress.ts';
import { addressKindOf, type Address } from '#lib/leads/address.ts';
import { returnedEvents } from '#lib/policy/returned-events.ts';
import type { NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';

export interface RefusedForGood {
  readonly idempotencyKey: string;
  readonly outcome: Extract<Outcome, { kind: 'refused' }>;
  /** Of the Do-Not-Contact entry, drawn before the commit. */
  readonly dncId: string;
  readonly returnedShareMax: number;
  readonly now: number;
}

/**
 * What follows when the channel refuses a message for good: it counts like one that came back, and may pause the channel; an address at which nobody is
 * goes on the Do-Not-Contact list of that channel, as after a report that comes later. Somebody who
 * wants nothing more from us there said stop: that ends everything to them, on all channels.
 */
export async function refusedForGood(reads: Reads, approval: Approval, { idempotencyKey, outcome, dncId, returnedShareMax, now }: RefusedForGood): Promise<NewEvent[]> {
  if (outcome.transient || outcome.ours) return [];
  const { channel, sender } = approval;
  const counted = await returnedEvents(reads, { channel, sender, idempotencyKey }, returnedShareMax, now);
  if (outcome.nobodyThere !== true && outcome.unwanted !== true) return counted;
  const recipient: Address = { kind: addressKindOf[channel], value: approval.recipient };
  if (outcome.unwanted) return [...(await suppressionUnlessListed(reads, { ...onAddress(recipient), channel: 'all', reason: outcome.evidence, source: `unwanted:${idempotencyKey}` }, dncId)), ...counted];
  const fields: DncFields = { ...onAddress(recipient), channel, reason: outcome.evidence, source: `bounce:${idempotencyKey}` };
  const listed = forbidding(await entriesAgainst(reads, { leadId: null, addresses: [recipient] }), channel);
  return listed ? counted : [...(await suppressionEvents(reads, fields, dncId)), ...counted];
}
