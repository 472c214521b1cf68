import { mailboxOf } from '#lib/dnc/match.ts';
import type { Reads } from '#lib/store/port.ts';

/** The lead and every other one who has, or once had, one of their addresses in any spelling: rows of one person. */
export async function leadsOfPerson(reads: Reads, leadId: string): Promise<readonly string[]> {
  const lead = await reads.leads.get(leadId);
  const mailboxes = lead ? [...lead.addresses, ...lead.formerAddresses].map(mailboxOf) : [];
  return [...new Set([leadId, ...(await reads.leads.everUnder(mailboxes))])];
}
