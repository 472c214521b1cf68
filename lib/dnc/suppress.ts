import type { Approval } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { orThrow } from '#lib/errors.ts';
import { addressKindOf, type Address } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Page, Reads } from '#lib/store/port.ts';
import { decideDncEntry, type DncFields } from './entry.ts';
import { entryKey, personKeys } from './match.ts';

const queued = ['pending', 'approved'] as const;

/**
 * A new DNC entry and, in the same commit, the end of everything that waits for whoever it names: every address in every
 * spelling, on the channel or on all of them. `dncId` is drawn before the commit.
 */
export async function suppressionEvents(reads: Reads, fields: DncFields, dncId: string): Promise<NewEvent[]> {
  const added = on('dnc', dncId, orThrow(decideDncEntry(null, { type: 'Add', fields })));
  const hit = await queuedFor(reads, fields);
  const why = fields.reason === '' ? 'On the Do-Not-Contact list.' : `On the Do-Not-Contact list: ${fields.reason}`;
  return [...added, ...hit.flatMap((approval) => on('approval', approval.id, orThrow(decideApproval(approval, { type: 'Block', rule: 'dnc', why }))))];
}

async function queuedFor(reads: Reads, fields: DncFields): Promise<Approval[]> {
  const onChannel = (approval: Approval) => fields.channel === 'all' || approval.channel === fields.channel;
  if (fields.kind === 'lead') return (await reads.approvals.ofLead(fields.value, queued)).filter(onChannel);
  const hit: Approval[] = [];
  for await (const approval of allQueued(reads)) if (onChannel(approval) && (await concerns(reads, fields, approval))) hit.push(approval);
  return hit;
}

async function* allQueued(reads: Reads): AsyncIterable<Approval> {
  let cursor: string | null = null;
  do {
    const page: Page<Approval> = await reads.approvals.page({ statuses: queued }, { cursor, limit: 500 }, 'newest');
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

async function concerns(reads: Reads, fields: DncFields, approval: Approval): Promise<boolean> {
  const lead = await reads.leads.get(approval.leadId);
  return personKeys(personOf(approval, lead)).includes(entryKey(fields));
}

/** Everybody an approval would reach: the recipient as written, and the lead behind it with every address of theirs. */
export function personOf(approval: Pick<Approval, 'leadId' | 'channel' | 'recipient'>, lead: Lead | null): { leadId: string; addresses: readonly Address[] } {
  const recipient: Address = { kind: addressKindOf[approval.channel], value: approval.recipient };
  return { leadId: approval.leadId, addresses: [recipient, ...(lead?.addresses ?? [])] };
}
