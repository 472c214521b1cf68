import type { Approval } from '#lib/approvals/approval.ts';
import { never } from '#lib/errors.ts';
import { leadsOfPerson } from '#lib/leads/same-person.ts';
import type { Page, Reads } from '#lib/store/port.ts';
import { keysAgainst, personOf } from './against.ts';
import { isOfTheAddressAlone, type DncFields, type DncKey } from './entry.ts';
import { entryKey, mailboxOf, personKeys } from './match.ts';

/** What waits for whoever a DNC entry names: of one state, read for the entries of one commit and never kept longer. */

const queued = ['pending', 'approved'] as const;
const pageSize = 500;

type Named = Pick<DncFields, 'kind' | 'value' | 'source'>;

export async function waitingFor(reads: Reads, entry: Named): Promise<readonly Approval[]> {
  return (await waitingForEach(reads, [entry]))[0] ?? [];
}

/**
 * The same for many, in their order. A lead or an address leads to what waits for them by itself: anybody can click on a link, and no click may cost a walk through
 * everything that waits. Only domains need that walk, one for all of them, and nothing is kept of it but what they name.
 */
export async function waitingForEach(reads: Reads, entries: readonly Named[]): Promise<readonly (readonly Approval[])[]> {
  const domains = new Set(entries.filter(({ kind }) => kind === 'domain').map(entryKey));
  const walked = domains.size === 0 ? null : await waitingUnder(reads, domains);
  return Promise.all(entries.map(async (entry) => walked?.get(entryKey(entry)) ?? waitingForOne(reads, entry)));
}

async function waitingForOne(reads: Reads, entry: Named): Promise<readonly Approval[]> {
  switch (entry.kind) {
    case 'lead':
      return ofLeads(reads, await leadsOfPerson(reads, entry.value));
    case 'email':
    case 'phone':
    case 'handle':
      return waitingAt(reads, entry);
    case 'domain':
    case 'erased':
      // The walk found nothing under the domain; and nobody can tell from a fingerprint whom it names.
      return [];
    default:
      return never(entry.kind);
  }
}

/** Whoever ever had the address, and whoever shares another one with them, is looked at: a draft goes to an address that its lead has, or had when it was written. */
async function waitingAt(reads: Reads, entry: Named): Promise<readonly Approval[]> {
  const key = entryKey(entry);
  const had = await Promise.all((await reads.leads.everUnder([key])).map((id) => reads.leads.get(id)));
  const shared = had.flatMap((lead) => (lead ? [...lead.addresses, ...lead.formerAddresses] : [])).map(mailboxOf);
  const rows = await ofLeads(reads, await reads.leads.everUnder([...new Set(shared)]));
  const named = await Promise.all(
    rows.map(async (row) => {
      const person = await reachedBy(reads, row);
      if (isOfTheAddressAlone(entry)) return mailboxOf(person.to) === key;
      const { now, ever } = await keysAgainst(reads, person);
      return now.includes(key) || ever.includes(key);
    }),
  );
  return rows.filter((_, i) => named[i]);
}

async function ofLeads(reads: Reads, leadIds: readonly string[]): Promise<readonly Approval[]> {
  return (await Promise.all(leadIds.map((id) => reads.approvals.ofLead(id, queued)))).flat();
}

async function waitingUnder(reads: Reads, domains: ReadonlySet<DncKey>): Promise<ReadonlyMap<DncKey, readonly Approval[]>> {
  const found = new Map<DncKey, Approval[]>();
  for await (const approval of allQueued(reads))
    for (const key of personKeys(await reachedBy(reads, approval))) if (domains.has(key)) under(found, key).push(approval);
  return found;
}

function under(queue: Map<DncKey, Approval[]>, key: DncKey): Approval[] {
  const there = queue.get(key) ?? [];
  queue.set(key, there);
  return there;
}

/** Everything that waits, page by page. */
export async function* allQueued(reads: Reads): AsyncIterable<Approval> {
  let cursor: string | null = null;
  do {
    const page: Page<Approval> = await reads.approvals.page({ statuses: queued }, { cursor, limit: pageSize }, 'newest');
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** Whom a draft would reach. */
export async function reachedBy(reads: Reads, approval: Approval) {
  return personOf(approval, await reads.leads.get(approval.leadId));
}
