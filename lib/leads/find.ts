import { refusal, Refused } from '#lib/errors.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Contact } from './contact.ts';
import type { Lead } from './lead.ts';

/** The lead, or a refusal that names the id. */
export async function findLead(reads: Reads, id: string): Promise<Lead> {
  const lead = await reads.leads.get(id);
  if (!lead) throw new Refused(refusal('not_found', `There is no lead ${id}.`));
  return lead;
}

export async function findContact(reads: Reads, id: string): Promise<Contact> {
  const contact = await reads.contacts.get(id);
  if (!contact) throw new Refused(refusal('not_found', `There is no contact card ${id}.`));
  return contact;
}
