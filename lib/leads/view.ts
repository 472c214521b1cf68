import { iso } from '#lib/clock.ts';
import { entriesAgainst } from '#lib/dnc/against.ts';
import { isOfTheAddressAlone } from '#lib/dnc/entry.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Contact } from './contact.ts';
import type { Lead } from './lead.ts';
import type { ContactView, LeadView } from './schema.ts';

/** A lead as the edges show it, with who owns it and what forbids contact. */
export async function leadView(reads: Reads, lead: Lead): Promise<LeadView> {
  const owner = lead.ownerId === null ? null : await reads.accounts.user(lead.ownerId);
  const dnc = await entriesAgainst(reads, { leadId: lead.id, addresses: lead.addresses });
  return {
    id: lead.id, version: lead.version, name: lead.name, addresses: lead.addresses.map(({ kind, value }) => ({ kind, value })),
    stage: lead.stage, temperature: lead.temperature, timeZone: lead.timeZone, region: lead.region, postalCode: lead.postalCode,
    ownerId: lead.ownerId, ownerName: owner?.name ?? null, tags: [...lead.tags], language: lead.language, facts: { ...lead.facts },
    note: lead.note, household: lead.household, consents: lead.consents.map(({ channel, source, at }) => ({ channel, source, at: iso(at) })), source: lead.source, createdAt: iso(lead.createdAt), updatedAt: iso(lead.updatedAt),
    dnc: dnc.map((entry) => ({ id: entry.id, kind: entry.kind, value: entry.value, channel: entry.channel, reason: entry.reason, onlyAddress: isOfTheAddressAlone(entry) })),
  };
}

export async function contactView(reads: Reads, contact: Contact): Promise<ContactView> {
  const newest = contact.messageIds[0];
  const message = newest === undefined ? null : await reads.messages.get(newest);
  return {
    id: contact.id, version: contact.version, status: contact.status, name: contact.name,
    address: { kind: contact.address.kind, value: contact.address.value }, leadId: contact.leadId, messageCount: contact.messageIds.length,
    lastMessage:
      message?.kind === 'message'
        ? { id: message.id, channel: message.channel, subject: message.subject, text: message.text.slice(0, 500), recordedAt: iso(message.recordedAt) }
        : null,
    createdAt: iso(contact.createdAt), updatedAt: iso(contact.updatedAt),
  };
}
