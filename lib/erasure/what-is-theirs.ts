import { statuses, type Approval } from '#lib/approvals/approval.ts';
import { personKeys } from '#lib/dnc/match.ts';
import { addressKey, type Address } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import type { MessageRow } from '#lib/messages/message.ts';
import type { Page, Reads } from '#lib/store/port.ts';

/** Everything the store holds of one person. */
export interface Theirs {
  readonly addresses: readonly Address[];
  readonly approvals: readonly Approval[];
  /** `kind:id` of every row of theirs, the lead first. */
  readonly subjects: readonly string[];
  readonly artifacts: readonly string[];
  /** What teammates wrote to them outside the console. */
  readonly sentElsewhere: readonly Extract<MessageRow, { kind: 'message' }>[];
  /** Texts by which files beside the journal are known to be about them. */
  readonly texts: readonly string[];
}

/** Of a lead: what they wrote before they were one is found by their addresses. */
export async function whatIsTheirs(reads: Reads, lead: Lead): Promise<Theirs> {
  const approvals = await reads.approvals.ofLead(lead.id, statuses);
  const contacts = (await Promise.all(lead.addresses.map((address) => reads.contacts.byAddress(addressKey(address))))).filter((contact) => contact !== null);
  const messages = new Map((await everyMessage(reads, lead.id)).map((row) => [row.id, row]));
  for (const id of contacts.flatMap((contact) => contact.messageIds)) {
    const row = await reads.messages.get(id);
    if (row) messages.set(id, row);
  }
  const rows = [...messages.values()];
  // Kept with other leads; the bytes as received name everybody they went to.
  const alsoReached = (await Promise.all((lead.alsoReachedBy ?? []).map(({ messageId }) => reads.messages.get(messageId)))).filter((row) => row !== null);
  const conversations = new Set([...(await reads.conversations.ofLead(lead.id)).map((row) => row.id), ...rows.flatMap((row) => (row.kind === 'message' ? [row.conversationId] : []))]);
  const addresses = unique([...lead.addresses, ...(await formerAlone(reads, lead)), ...rows.flatMap((row) => (row.kind === 'message' ? [row.address] : []))]);
  const contactIds = new Set([...contacts.map((contact) => contact.id), ...rows.flatMap((row) => (row.kind === 'message' && row.contactId !== null ? [row.contactId] : []))]);
  return {
    addresses, approvals,
    subjects: [
      `lead:${lead.id}`, ...approvals.map((row) => `approval:${row.id}`), ...rows.map((row) => `message:${row.id}`), ...[...conversations].map((id) => `conversation:${id}`),
      ...[...contactIds].map((id) => `contact:${id}`), ...(await entriesOn(reads, lead.id, addresses)).map((id) => `dnc:${id}`),
    ],
    sentElsewhere: rows.flatMap((row) => (row.kind === 'message' && row.direction === 'out' && row.approvalId === null ? [row] : [])),
    artifacts: [...rows, ...alsoReached].flatMap((row) => row.artifact ?? []),
    texts: [lead.id, ...addresses.map((address) => address.value), ...approvals.map((row) => row.id), ...rows.map((row) => row.id)],
  };
}

/** Addresses that were taken off the lead, but for those that are somebody else's now. */
async function formerAlone(reads: Reads, { formerAddresses }: Lead): Promise<Address[]> {
  const others = await Promise.all(formerAddresses.map((address) => reads.leads.byAddress(addressKey(address))));
  return formerAddresses.filter((_, i) => others[i] === null);
}

function unique(addresses: readonly Address[]): Address[] {
  return [...new Map(addresses.map((address) => [addressKey(address), address])).values()];
}

async function everyMessage(reads: Reads, leadId: string): Promise<MessageRow[]> {
  const rows: MessageRow[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<MessageRow> = await reads.messages.page({ leadId }, { cursor, limit: 500 });
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}

/** DNC entries that name the person, removed ones too; not those on a whole domain, nor those that are fingerprints already. */
async function entriesOn(reads: Reads, leadId: string, addresses: readonly Address[]): Promise<string[]> {
  const active = await reads.dnc.matching(personKeys({ leadId, addresses }));
  const ids = new Set(active.filter((entry) => entry.kind !== 'domain' && entry.kind !== 'erased').map((entry) => entry.id));
  for (const value of [leadId, ...addresses.map((address) => address.value)]) {
    const removed = await reads.dnc.page({ q: value, status: 'removed' }, { cursor: null, limit: 500 });
    for (const entry of removed.items) if (entry.value === value || entry.value.endsWith(`:${value}`)) ids.add(entry.id);
  }
  return [...ids];
}
