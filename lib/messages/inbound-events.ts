import { staleEventsForPerson } from '#lib/approvals/staleness.ts';
import type { StaleReason } from '#lib/approvals/approval.ts';
import type { InboundMessage } from '#lib/channels/port.ts';
import { detectOptOut } from '#lib/classification/opt-out.ts';
import type { DncFields } from '#lib/dnc/entry.ts';
import { mailboxOf, onAddress } from '#lib/dnc/match.ts';
import { suppressionUnlessListed } from '#lib/dnc/suppress.ts';
import { orThrow } from '#lib/errors.ts';
import { decideContact } from '#lib/leads/contact.ts';
import type { Lead } from '#lib/leads/lead.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { isSentByUs, leadAnswered, leadsReached, reportedSend, sameMessage, senderBehind, type Sender } from './inbound-facts.ts';
import { idempotencyKeysIn } from './mail/message-id.ts';
import { ownPart } from './mail/quoted.ts';
import { reportEvents } from './report-events.ts';
import { eachOnce, recorded, type Disposition, type Drawn, type Taken } from './taken.ts';

/** What people wrote, and what it does. What mail systems report of our own mail is in `report-events.ts`. */

/** One message as events, all for one commit: itself, its conversation or contact card, and what it does to drafts and to the DNC list. */
export async function messageEvents(reads: Reads, message: InboundMessage, drawn: Drawn): Promise<Taken> {
  const same = await sameMessage(reads, message);
  if (same) return { events: [], disposition: { kind: 'duplicate', messageId: same.id } };
  if (await isSentByUs(reads, message)) return { events: [], disposition: { kind: 'duplicate', why: 'A copy of what was sent from here: it stands with its approval.' } };
  if ((await reads.messages.byExternalId(message.channel, message.externalId)) === null) return newMessage(reads, message, drawn);
  const apart: InboundMessage = { ...message, externalId: drawn.otherExternalId };
  const again = await sameMessage(reads, apart);
  return again ? { events: [], disposition: { kind: 'duplicate', messageId: again.id } } : newMessage(reads, apart, drawn);
}

async function newMessage(reads: Reads, message: InboundMessage, drawn: Drawn): Promise<Taken> {
  if (message.nature.kind !== 'bounce') return fromSomebody(reads, message, drawn);
  const { aboutDomain: _aboutDomain, ...nature } = message.nature;
  const send = await reportedSend(reads, message.nature);
  if (send) return reportEvents(reads, { ...message, nature }, drawn, send);
  return fromSomebody(reads, { ...message, nature: { ...nature, aboutIdempotencyKey: null } }, drawn);
}

async function fromSomebody(reads: Reads, message: InboundMessage, drawn: Drawn): Promise<Taken> {
  if (message.direction === 'out') return sentElsewhere(reads, message, drawn);
  const sender = await senderBehind(reads, message.address);
  const card = sender.lead || !deservesCard(message, drawn) ? null : { id: sender.contact?.id ?? drawn.contactId, state: sender.contact };
  const events = await recorded(reads, message, drawn, { leadId: sender.lead?.id ?? null, contactId: card?.id ?? null });
  if (card) events.push(...on('contact', card.id, orThrow(decideContact(card.state, { type: 'NoteMessage', address: message.address, name: message.displayName, messageId: drawn.messageId }))));
  events.push(...(await consequences(reads, message, drawn, sender)));
  return { events, disposition: dispositionOf(message, drawn, sender) };
}

/** A report from a mail system, or a note of ours to ourselves, is nobody to get to know. */
function deservesCard(message: InboundMessage, drawn: Drawn): boolean {
  return message.nature.kind !== 'bounce' && message.address.value !== drawn.ownAddress;
}

function dispositionOf(message: InboundMessage, { messageId }: Drawn, sender: Sender): Disposition {
  if (message.nature.kind !== 'ordinary') return { kind: message.nature.kind, messageId, why: message.nature.why };
  return sender.lead ? { kind: 'recorded', messageId } : { kind: 'unknown_sender', messageId, why: `${message.address.value} belongs to no lead: a contact card waits for a person.` };
}

/**
 * A teammate wrote from another program. What went to several leads is kept with the first, counts for the caps of all of them, and the drafts of all are read again. To somebody who is not a lead
 * it is none of the console's business and is not kept.
 */
async function sentElsewhere(reads: Reads, message: InboundMessage, drawn: Drawn): Promise<Taken> {
  const reached = await leadsReached(reads, message);
  const [first] = reached;
  if (!first) return { events: [], disposition: { kind: 'unknown_sender', why: `Written by a teammate to ${message.address.value}, who is not a lead: not kept.` } };
  // Kept with somebody who was erased since: it counts already, and is not brought back.
  const counted = reached.flatMap(({ lead }) => lead.alsoReachedBy ?? []).find(({ externalId }) => externalId === message.externalId);
  if (counted) return { events: [], disposition: { kind: 'duplicate', messageId: counted.messageId } };
  const events = await recorded(reads, { ...message, address: first.address }, drawn, { leadId: first.lead.id, contactId: null });
  const stale = await Promise.all(reached.map(({ lead }) => staleEventsForPerson(reads, lead.id, { kind: 'teammate_sent', approvalId: null, messageId: drawn.messageId })));
  const { channel, externalId, sentAt } = message;
  const others = reached.slice(1).flatMap(({ lead }) => on('lead', lead.id, [{ type: 'LeadAlsoReached', messageId: drawn.messageId, externalId, channel, sender: drawn.ownAddress, sentAt }]));
  return { events: [...events, ...others, ...eachOnce(stale.flat())], disposition: { kind: 'recorded', messageId: drawn.messageId } };
}

/** What a message from a person (or their program) does to the drafts that wait for them, and an opt-out to everything. */
async function consequences(reads: Reads, message: InboundMessage, drawn: Drawn, { lead }: Sender): Promise<NewEvent[]> {
  if (message.nature.kind === 'bounce') return [];
  const optOut = asksToStop(message);
  const suppressed = optOut ? await suppressionUnlessListed(reads, optOutFields(message, drawn, lead?.id ?? null), drawn.dncId) : [];
  const own = lead ? await withStale(reads, lead.id, { kind: 'new_inbound', messageId: drawn.messageId }, suppressed) : suppressed;
  if (message.nature.kind !== 'ordinary' && !optOut) return own;
  return eachOnce([...own, ...(await forOthers(reads, message, drawn, { lead, optOut }))]);
}

/**
 * What somebody wrote also concerns whoever has, or once had, the same mailbox in another spelling, and whom the mail of ours that it answers went to: their
 * drafts must be read again. Words that ask to stop, from an address we do not know, count for the one who was answered for: nobody is written to again
 * because they read their mail elsewhere.
 */
async function forOthers(reads: Reads, message: InboundMessage, drawn: Drawn, { lead, optOut }: { lead: Lead | null; optOut: boolean }): Promise<NewEvent[]> {
  const answered = await leadAnswered(reads, message);
  const others = new Set(await reads.leads.everUnder([mailboxOf(message.address)]));
  if (answered !== null) others.add(answered);
  if (lead) others.delete(lead.id);
  const events: NewEvent[] = [];
  for (const leadId of others) {
    const fields: DncFields = { kind: 'lead', value: leadId, channel: 'all', reason: 'Our mail to them was answered from another address, asking not to be contacted.', source: `message:${drawn.messageId}` };
    const suppressed = optOut && lead === null && leadId === answered ? await suppressionUnlessListed(reads, fields, drawn.otherDncId) : [];
    events.push(...(await withStale(reads, leadId, { kind: 'new_inbound', messageId: drawn.messageId }, suppressed)));
  }
  return events;
}

/** As much as somebody writes who has only this to say (characters). */
const shortMax = 200;

/**
 * The words of the person alone, or a subject that is not the echo of ours. Doubtful wordings only make the drafts stale: a person reads them. A program that writes for
 * them may say it too, in few words: people answer from systems that mark all of their mail, and mail programs answer the address in List-Unsubscribe by themselves.
 */
function asksToStop({ text, subject, nature }: InboundMessage): boolean {
  const own = ownPart(text);
  const isShort = own.length <= shortMax;
  if (nature.kind !== 'ordinary' && !isShort) return false;
  if (detectOptOut(own) === 'yes') return true;
  return subject !== null && !/^\s*(?:re|fwd?|aw|wg|rv|res|tr)\s*(?:\[\d+\])?:/i.test(subject) && isShort && detectOptOut(idempotencyKeysIn(subject).reduce((left, key) => left.replace(key, ''), subject)) === 'yes';
}

function optOutFields({ address }: InboundMessage, { messageId }: Drawn, leadId: string | null): DncFields {
  const named = leadId === null ? onAddress(address) : ({ kind: 'lead', value: leadId } as const);
  return { ...named, channel: 'all', reason: 'They asked not to be contacted.', source: `message:${messageId}` };
}

/** What the suppression ended already cannot go stale as well. */
async function withStale(reads: Reads, leadId: string, because: StaleReason, suppressed: readonly NewEvent[]): Promise<NewEvent[]> {
  const ended = new Set(suppressed.map((each) => each.subject.id));
  const stale = await staleEventsForPerson(reads, leadId, because);
  return [...suppressed, ...stale.filter((each) => !ended.has(each.subject.id))];
}
