import type { Approval } from '#lib/approvals/approval.ts';
import { addressKindOf, type Address } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import { leadsOfPerson } from '#lib/leads/same-person.ts';
import type { Page, Reads } from '#lib/store/port.ts';
import { never } from '#lib/errors.ts';
import type { DncFields, DncKey } from './entry.ts';
import { entryKey, personKeys } from './match.ts';

/** What waits for whoever a DNC entry names: of one state, read for the entries of one commit and never kept longer. */

const queued = ['pending', 'approved'] as const;
const pageSize = 500;

export type Named = Pick<DncFields, 'kind' | 'value'>;
export type Waiting = ReadonlyMap<DncKey, readonly Approval[]>;

export async function waitingFor(reads: Reads, named: Named): Promise<readonly Approval[]> {
  return (await waitingForEach(reads, [named])).get(entryKey(named)) ?? [];
}

/**
 * The same for many. A lead and an address lead to what waits by themselves, so that a click on a link never costs a walk through everything; only domains
 * need that walk, one for all of them, and nothing is kept of it but what they name.
 */
export async function waitingForEach(reads: Reads, all: readonly Named[]): Promise<Waiting> {
  const found = new Map<DncKey, readonly Approval[]>();
  const domains = new Set<DncKey>();
  for (const named of all) {
    const key = entryKey(named);
    if (named.kind === 'domain') domains.add(key);
    else if (!found.has(key)) found.set(key, await waitingForOne(reads, named.kind, named.value, key));
  }
  return domains.size === 0 ? found : new Map([...found, ...(await waitingUnder(reads, domains))]);
}

async function waitingForOne(reads: Reads, kind: Exclude<Named['kind'], 'domain'>, value: string, key: DncKey): Promise<readonly Approval[]> {
  switch (kind) {
    case 'lead':
      return ofLeads(reads, await leadsOfPerson(reads, value));
    case 'email':
    case 'phone':
    case 'handle':
      return waitingAt(reads, key);
    case 'erased':
      // Nobody can tell from a fingerprint whom it names.
      return [];
    default:
      return never(kind);
  }
}

/** A draft goes to an address that its lead has, or had when it was written: everybody who ever had it is looked at, and who has nothing to do with it any more is left alone. */
async function waitingAt(reads: Reads, key: DncKey): Promise<readonly Approval[]> {
  const rows = await ofLeads(reads, await reads.leads.everUnder([key]));
  const reached = await Promise.all(rows.map(async (row) => (await keysReached(reads, row)).includes(key)));
  return rows.filter((_, i) => reached[i]);
}

async function ofLeads(reads: Reads, leadIds: readonly string[]): Promise<readonly Approval[]> {
  return (await Promise.all(leadIds.map((id) => reads.approvals.ofLead(id, queued)))).flat();
}

/** Everything that waits and reaches one of these, or everything when none are given. */
async function waitingUnder(reads: Reads, keys: ReadonlySet<DncKey>): Promise<Waiting> {
  const found = new Map<DncKey, Approval[]>();
  for await (const approval of allQueued(reads))
    for (const key of await keysReached(reads, approval)) {
      if (!keys.has(key)) continue;
      const there = found.get(key);
      if (there) there.push(approval);
      else found.set(key, [approval]);
    }
  return found;
}

async function* allQueued(reads: Reads): AsyncIterable<Approval> {
  let cursor: string | null = null;
  do {
    const page: Page<Approval> = await reads.approvals.page({ statuses: queued }, { cursor, limit: pageSize }, 'newest');
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

async function keysReached(reads: Reads, approval: Approval): Promise<DncKey[]> {
  return personKeys(personOf(approval, await reads.leads.get(approval.leadId)));
}

/** Everybody an approval would reach: the recipient as written, and the lead behind it with every address of theirs. */
export function personOf(approval: Pick<Approval, 'leadId' | 'channel' | 'recipient'>, lead: Lead | null): { leadId: string; addresses: readonly Address[] } {
  const recipient: Address = { kind: addressKindOf[approval.channel], value: approval.recipient };
  return { leadId: approval.leadId, addresses: [recipient, ...(lead?.addresses ?? [])] };
}
