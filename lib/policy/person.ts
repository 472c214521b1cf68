import type { Channel } from '#lib/channels/channel.ts';
import { mailboxOf } from '#lib/dnc/match.ts';
import type { Address } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import type { Reads } from '#lib/store/port.ts';

/** A lead as one person, for one recipient address of theirs: whatever row something was recorded under, it counts. */
export interface Person {
  /** With the household that another row of theirs names, where their own names none. */
  readonly lead: Lead;
  /** Every lead who has, or once had, an address that they have or once had. */
  readonly rows: readonly string[];
  /** Every row of everybody who shares a household with one of those rows, those rows included. */
  readonly home: readonly string[];
  /** Their own row, and those under which nobody can have written but from the recipient address: what came from another address opens no window to this one. */
  readonly writers: readonly string[];
}

export async function personBehind(reads: Reads, lead: Lead, recipient: Address): Promise<Person> {
  const rows = [lead, ...(await othersUnder(reads, lead, recipient))];
  return {
    lead: { ...lead, household: rows.find(({ household }) => household !== null)?.household ?? null },
    rows: rows.map(({ id }) => id),
    home: await homeOf(reads, rows),
    writers: rows.filter((row) => row.id === lead.id || isReachedOnlyAt(row, recipient)).map(({ id }) => id),
  };
}

async function othersUnder(reads: Reads, lead: Lead, recipient: Address): Promise<readonly Lead[]> {
  const ids = await reads.leads.everUnder([mailboxOf(recipient), ...mailboxesOf(lead)]);
  const rows = await Promise.all(ids.filter((id) => id !== lead.id).map((id) => reads.leads.get(id)));
  return rows.filter((row) => row !== null);
}

async function homeOf(reads: Reads, rows: readonly Lead[]): Promise<readonly string[]> {
  const households = new Set(rows.flatMap(({ household }) => household ?? []));
  const members = (await Promise.all([...households].map((household) => reads.leads.ofHousehold(household)))).flat();
  return [...new Set([...[...rows, ...members].map(({ id }) => id), ...(await reads.leads.everUnder(members.flatMap(mailboxesOf)))])];
}

function isReachedOnlyAt(row: Lead, recipient: Address): boolean {
  const theirs = [...row.addresses, ...row.formerAddresses].filter(({ kind }) => kind === recipient.kind);
  return theirs.length > 0 && theirs.every((address) => mailboxOf(address) === mailboxOf(recipient));
}

const mailboxesOf = ({ addresses, formerAddresses }: Lead) => [...addresses, ...formerAddresses].map(mailboxOf);

/** When somebody last wrote under any of these rows, on one channel or any; null when never. */
export async function lastInboundOf(reads: Reads, rows: readonly string[], query: { readonly channel?: Channel; readonly beforeMs?: number }): Promise<number | null> {
  const instants = (await Promise.all(rows.map((leadId) => reads.messages.lastInboundAt({ leadId, ...query })))).filter((at) => at !== null);
  return instants.length === 0 ? null : Math.max(...instants);
}
