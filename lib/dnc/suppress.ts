import type { Approval } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { staleEvents } from '#lib/approvals/staleness.ts';
import { orThrow } from '#lib/errors.ts';
import { addressKindOf, type Address } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Page, Reads } from '#lib/store/port.ts';
import { keysAgainst } from './against.ts';
import { decideDncEntry, isOfTheAddressAlone, type DncFields, type DncKey } from './entry.ts';
import { entryKey, mailboxOf } from './match.ts';

const queued = ['pending', 'approved'] as const;

/** Everything that waits, by every key under which a DNC entry could name whoever it would reach: as they are now, and by any other address of theirs. */
export interface Queue {
  readonly now: ReadonlyMap<DncKey, readonly Approval[]>;
  readonly ever: ReadonlyMap<DncKey, readonly Approval[]>;
}

/** Of one state: read once for many entries of one commit, never kept longer. */
export async function readQueue(reads: Reads): Promise<Queue> {
  const [now, ever] = [new Map<DncKey, Approval[]>(), new Map<DncKey, Approval[]>()];
  for await (const approval of allQueued(reads)) {
    const keys = await keysAgainst(reads, personOf(approval, await reads.leads.get(approval.leadId)));
    for (const key of keys.now) under(now, key).push(approval);
    for (const key of keys.ever) under(ever, key).push(approval);
  }
  return { now, ever };
}

function under(queue: Map<DncKey, Approval[]>, key: DncKey): Approval[] {
  const there = queue.get(key) ?? [];
  queue.set(key, there);
  return there;
}

/**
 * A new DNC entry and, in the same commit, the end of everything that waits for whoever it names: every address in every
 * spelling, on the channel or on all of them. `dncId` is drawn before the commit.
 */
export async function suppressionEvents(reads: Reads, fields: DncFields, dncId: string, queue?: Queue): Promise<NewEvent[]> {
  const added = on('dnc', dncId, orThrow(decideDncEntry(null, { type: 'Add', fields })));
  const hit = (await waitingFor(reads, fields, queue)).filter((approval) => forbids(fields, approval));
  const why = fields.reason === '' ? 'On the Do-Not-Contact list.' : `On the Do-Not-Contact list: ${fields.reason}`;
  return [...added, ...hit.flatMap((approval) => on('approval', approval.id, orThrow(decideApproval(approval, { type: 'Block', rule: 'dnc', why }))))];
}

/** What waits for the same person where the entry does not forbid it must be read again by somebody who knows of the change. */
export async function rereadEvents(reads: Reads, fields: DncFields, change: 'added' | 'removed', queue?: Queue): Promise<NewEvent[]> {
  const waiting = await waitingFor(reads, fields, queue);
  return waiting.filter((approval) => change === 'removed' || !forbids(fields, approval)).flatMap((approval) => staleEvents(approval, { kind: 'dnc_changed' }));
}

async function waitingFor(reads: Reads, fields: DncFields, queue?: Queue): Promise<readonly Approval[]> {
  if (fields.kind === 'lead') return waitingForLead(reads, fields.value);
  const { now, ever } = queue ?? (await readQueue(reads));
  const key = entryKey(fields);
  return [...(now.get(key) ?? []), ...(isOfTheAddressAlone(fields) ? [] : (ever.get(key) ?? []))];
}

/** For the lead, and for whoever stands under another lead with one of their addresses. */
async function waitingForLead(reads: Reads, id: string): Promise<readonly Approval[]> {
  const lead = await reads.leads.get(id);
  const same = await reads.leads.everUnder([...(lead?.addresses ?? []), ...(lead?.formerAddresses ?? [])].map(mailboxOf));
  const rows = await Promise.all([...new Set([id, ...same])].map((each) => reads.approvals.ofLead(each, queued)));
  return rows.flat();
}

function forbids(fields: DncFields, approval: Approval): boolean {
  return fields.channel === 'all' || approval.channel === fields.channel;
}

async function* allQueued(reads: Reads): AsyncIterable<Approval> {
  let cursor: string | null = null;
  do {
    const page: Page<Approval> = await reads.approvals.page({ statuses: queued }, { cursor, limit: 500 }, 'newest');
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** Everybody an approval would reach: the recipient as written, and the lead behind it with every address of theirs. */
export function personOf(approval: Pick<Approval, 'leadId' | 'channel' | 'recipient'>, lead: Lead | null): { leadId: string; addresses: readonly Address[] } {
  const recipient: Address = { kind: addressKindOf[approval.channel], value: approval.recipient };
  return { leadId: approval.leadId, addresses: [recipient, ...(lead?.addresses ?? [])] };
}
