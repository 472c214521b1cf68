import { mayDo } from '#lib/accounts/permissions.ts';
import { staleEventsForPerson } from '#lib/approvals/staleness.ts';
import { orThrow, Refused } from '#lib/errors.ts';
import { decideMessage } from '#lib/messages/message.ts';
import { refuseErased } from '#lib/erasure/erased.ts';
import { parse } from '#lib/parse.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { emptyLead } from './add-lead.ts';
import { addressKey } from './address.ts';
import { decideContact, type Contact } from './contact.ts';
import { findContact, findLead } from './find.ts';
import { decideLead, type Lead, type LeadFields } from './lead.ts';
import { leadFromContactInput, type LeadView } from './schema.ts';
import { refuseTakenAddresses } from './unique-addresses.ts';
import { leadView } from './view.ts';

/** Makes a lead of somebody unknown who wrote, or gives them to a lead who is there: their messages and conversations become the lead's, in one commit. */
export async function leadFromContact(call: Call, input: unknown): Promise<LeadView> {
  const forbidden = mayDo(call.actor, 'contact.decide') ?? mayDo(call.actor, 'lead.write');
  if (forbidden) throw new Refused(forbidden);
  const { id, name, leadId: known } = parse(leadFromContactInput, input);
  const { store, ids } = call.world;
  const leadId = known ?? ids.next('lea');
  await store.commit(metaOf(call, 'lead-from-contact'), async (reads) => {
    const contact = await findContact(reads, id);
    const became = orThrow(decideContact(contact, { type: 'MakeLead', leadId }));
    await refuseTakenAddresses(reads, [contact.address], known ?? null);
    await refuseErased(reads, [contact.address]);
    const events = [
      ...on('contact', id, became),
      ...(known === undefined ? newLead(contact, leadId, name) : await withAddress(reads, await findLead(reads, known), contact)),
      ...(await matchedEvents(reads, contact, leadId)),
    ];
    return { events, result: null };
  });
  const made = (await findContact(store, id)).leadId ?? leadId;
  return leadView(store, await findLead(store, made));
}

function newLead(contact: Contact, leadId: string, name: string | undefined): NewEvent[] {
  const fields: LeadFields = { ...emptyLead, name: name ?? (contact.name || contact.address.value), addresses: [contact.address] };
  return on('lead', leadId, orThrow(decideLead(null, { type: 'AddLead', fields, source: `contact:${contact.id}` })));
}

/** The lead with the contact's address among theirs; what they wrote unknown to us makes waiting drafts stale. */
async function withAddress(reads: Reads, lead: Lead, contact: Contact): Promise<NewEvent[]> {
  const theirs = lead.addresses.some((address) => addressKey(address) === addressKey(contact.address));
  const changes = theirs ? {} : { addresses: [...lead.addresses, contact.address] };
  const edited = orThrow(decideLead(lead, { type: 'EditLead', seenVersion: lead.version, changes }));
  const messageId = contact.messageIds[0];
  const stale = messageId === undefined ? [] : await staleEventsForPerson(reads, lead.id, { kind: 'new_inbound', messageId });
  return [...on('lead', lead.id, edited), ...stale];
}

async function matchedEvents(reads: Reads, contact: Contact, leadId: string): Promise<NewEvent[]> {
  const events: NewEvent[] = [];
  const conversations = new Set<string>();
  for (const messageId of contact.messageIds) {
    const row = await reads.messages.get(messageId);
    if (row?.kind !== 'message') continue;
    events.push(...on('message', messageId, orThrow(decideMessage(row, { type: 'Match', leadId }))));
    conversations.add(row.conversationId);
  }
  for (const conversationId of conversations) events.push(...on('conversation', conversationId, [{ type: 'ConversationMatched', leadId }]));
  return events;
}
