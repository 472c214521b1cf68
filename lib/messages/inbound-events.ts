import { staleEvents, staleEventsForLead } from '#lib/approvals/staleness.ts';
import type { StaleReason } from '#lib/approvals/approval.ts';
import { detectOptOut } from '#lib/classification/opt-out.ts';
import type { InboundMessage } from '#lib/channels/port.ts';
import { returnedEvents } from '#lib/channels/returned-mail.ts';
import type { DncFields } from '#lib/dnc/entry.ts';
import { entryKey, mailboxOf } from '#lib/dnc/match.ts';
import { suppressionEvents } from '#lib/dnc/suppress.ts';
import { orThrow } from '#lib/errors.ts';
import { decideContact } from '#lib/leads/contact.ts';
import type { Lead } from '#lib/leads/lead.ts';
import { policyOf, type PolicySettings } from '#lib/policy/policy.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { conversationOf, leadAnswered, reportedSend, sameMessage, senderBehind, type ReportedSend, type Sender } from './inbound-facts.ts';
import { decideMessage } from './message.ts';
import { idempotencyKeysIn } from './mail/message-id.ts';
import { ownPart } from './mail/quoted.ts';

/** What became of one thing that came in. */
export interface Disposition {
  readonly kind: 'recorded' | 'duplicate' | 'auto_reply' | 'bounce' | 'unknown_sender' | 'unreadable';
  /** Absent when nothing was recorded for it. */
  readonly messageId?: string;
  readonly why?: string;
}

/** Ids drawn, bytes kept and settings read before the commit. */
export interface Drawn {
  readonly messageId: string;
  readonly conversationId: string;
  readonly contactId: string;
  readonly dncId: string;
  /** For the entry of whoever our mail went to, when it is answered from another address. */
  readonly otherDncId: string;
  readonly artifact: string | null;
  /** The id to record under when another message has taken this one's. */
  readonly otherExternalId: string;
  readonly ownAddress: string;
  readonly now: number;
  readonly policy: PolicySettings;
}

type Bounce = Extract<InboundMessage['nature'], { kind: 'bounce' }>;

export interface Taken {
  readonly events: readonly NewEvent[];
  readonly disposition: Disposition;
}

/** One message as events, all for one commit: itself, its conversation or contact card, and what it does to drafts and to the DNC list. */
export async function messageEvents(reads: Reads, message: InboundMessage, drawn: Drawn): Promise<Taken> {
  const same = await sameMessage(reads, message);
  if (same) return { events: [], disposition: { kind: 'duplicate', messageId: same.id } };
  if ((await reads.messages.byExternalId(message.channel, message.externalId)) === null) return newMessage(reads, message, drawn);
  const apart: InboundMessage = { ...message, externalId: drawn.otherExternalId };
  const again = await sameMessage(reads, apart);
  return again ? { events: [], disposition: { kind: 'duplicate', messageId: again.id } } : newMessage(reads, apart, drawn);
}

async function newMessage(reads: Reads, message: InboundMessage, drawn: Drawn): Promise<Taken> {
  if (message.nature.kind === 'bounce' && message.nature.aboutIdempotencyKey !== null) {
    const send = await reportedSend(reads, message.nature.aboutIdempotencyKey);
    if (send) return reportTaken(reads, message, drawn, send);
  }
  const sender = await senderBehind(reads, message.address);
  if (message.direction === 'out') return sentElsewhere(reads, message, drawn, sender);
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

/** A teammate wrote from another program. To somebody who is not a lead it is none of the console's business and is not kept. */
async function sentElsewhere(reads: Reads, message: InboundMessage, drawn: Drawn, { lead }: Sender): Promise<Taken> {
  if (!lead) return { events: [], disposition: { kind: 'unknown_sender', why: `Written by a teammate to ${message.address.value}, who is not a lead: not kept.` } };
  const events = await recorded(reads, message, drawn, { leadId: lead.id, contactId: null });
  events.push(...(await staleEventsForLead(reads, lead.id, { kind: 'teammate_sent', approvalId: null, messageId: drawn.messageId })));
  return { events, disposition: { kind: 'recorded', messageId: drawn.messageId } };
}

async function recorded(reads: Reads, message: InboundMessage, drawn: Drawn, person: { leadId: string | null; contactId: string | null }, conversationId?: string | null): Promise<NewEvent[]> {
  const known = conversationId ?? (await conversationOf(reads, message, person));
  const { threadKey: _threadKey, raw: _raw, ...fields } = message;
  const started = known === null ? on('conversation', drawn.conversationId, [{ type: 'ConversationStarted', channel: message.channel, leadId: person.leadId, title: message.subject }]) : [];
  const record = decideMessage(null, { type: 'Record', fields: { ...fields, ...person, conversationId: known ?? drawn.conversationId, artifact: drawn.artifact, approvalId: null, ...(message.direction === 'out' && { sentFrom: drawn.ownAddress }) } });
  return [...started, ...on('message', drawn.messageId, orThrow(record))];
}

/** What a message from a person (or their program) does to the drafts that wait for them, and an opt-out to everything. */
async function consequences(reads: Reads, message: InboundMessage, drawn: Drawn, { lead }: Sender): Promise<NewEvent[]> {
  if (message.nature.kind === 'bounce') return [];
  const optOut = message.nature.kind === 'ordinary' && asksToStop(message);
  const suppressed = optOut ? await suppressedBy(reads, optOutFields(message, drawn, lead?.id ?? null), drawn.dncId) : [];
  const own = lead ? await withStale(reads, lead.id, { kind: 'new_inbound', messageId: drawn.messageId }, suppressed) : suppressed;
  if (message.nature.kind !== 'ordinary') return own;
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
    const suppressed = optOut && lead === null && leadId === answered ? await suppressedBy(reads, fields, drawn.otherDncId) : [];
    events.push(...(await withStale(reads, leadId, { kind: 'new_inbound', messageId: drawn.messageId }, suppressed)));
  }
  return events;
}

/** The words of the person alone, or a subject that is not the echo of ours. Doubtful wordings only make the drafts stale: a person reads them. */
function asksToStop({ text, subject }: InboundMessage): boolean {
  const own = ownPart(text);
  if (detectOptOut(own) === 'yes') return true;
  return subject !== null && !/^\s*(?:re|fwd?|aw|wg|rv|res|tr)\s*(?:\[\d+\])?:/i.test(subject) && own.length <= 200 && detectOptOut(idempotencyKeysIn(subject).reduce((text, key) => text.replace(key, ''), subject)) === 'yes';
}

function optOutFields(message: InboundMessage, drawn: Drawn, leadId: string | null): DncFields {
  const common = { channel: 'all', reason: 'They asked not to be contacted.', source: `message:${drawn.messageId}` } as const;
  const { kind, value } = message.address;
  if (leadId !== null) return { kind: 'lead', value: leadId, ...common };
  if (kind === 'email' || kind === 'phone') return { kind, value, ...common };
  return { kind: 'handle', value: `${kind}:${value}`, ...common };
}

/**
 * A permanent report about a mail of ours ends all mail to that address, a complaint every message to that person. Whether the approval was
 * sent is not decided here: the report is evidence; but that an attempt which nobody knew about did go out keeps the next one until somebody has read of it.
 */
async function reportTaken(reads: Reads, message: InboundMessage, drawn: Drawn, send: ReportedSend): Promise<Taken> {
  const { approval, attempt } = send;
  const { nature } = message;
  const events = await recorded(reads, message, drawn, { leadId: approval.leadId, contactId: null }, approval.conversationId);
  const why = nature.kind === 'bounce' ? nature.why : '';
  const arrived = attempt.outcome?.kind === 'unknown' ? staleEvents(approval, { kind: 'arrived_before', attempt: attempt.number }) : [];
  const disposition: Disposition = { kind: 'bounce', messageId: drawn.messageId, why: `${why} (${attempt.recipient})` };
  if (nature.kind !== 'bounce' || !nature.permanent) return { events: [...events, ...arrived], disposition };
  const suppressed = await suppressedBy(reads, dncFieldsOf(nature, send, drawn), drawn.dncId);
  events.push(...eachOnce([...suppressed, ...arrived, ...(await staleEventsForLead(reads, approval.leadId, { kind: 'dnc_changed' }))]));
  const { returnedShareMax } = policyOf(drawn.policy, await reads.policy.get());
  const { channel, idempotencyKey } = attempt;
  events.push(...(await returnedEvents(reads, { channel, sender: approval.sender, idempotencyKey }, returnedShareMax, drawn.now)));
  return { events, disposition };
}

function dncFieldsOf(nature: Bounce, { approval, attempt }: ReportedSend, { messageId }: Drawn): DncFields {
  const common = { reason: nature.why, source: `${nature.complaint ? 'complaint' : 'bounce'}:${messageId}` };
  if (nature.complaint) return { kind: 'lead', value: approval.leadId, channel: 'all', ...common };
  return { kind: 'email', value: attempt.recipient, channel: 'email', ...common };
}

async function suppressedBy(reads: Reads, fields: DncFields, dncId: string): Promise<NewEvent[]> {
  const there = await reads.dnc.matching([entryKey(fields)]);
  const covered = there.some((entry) => entry.status === 'active' && (entry.channel === 'all' || entry.channel === fields.channel));
  return covered ? [] : suppressionEvents(reads, fields, dncId);
}

/** What the suppression ended already cannot go stale as well. */
async function withStale(reads: Reads, leadId: string, because: StaleReason, suppressed: readonly NewEvent[]): Promise<NewEvent[]> {
  const ended = new Set(suppressed.map((each) => each.subject.id));
  const stale = await staleEventsForLead(reads, leadId, because);
  return [...suppressed, ...stale.filter((each) => !ended.has(each.subject.id))];
}

/** Of several things that happen to one draft, the first: an end comes before another look. */
function eachOnce(events: readonly NewEvent[]): NewEvent[] {
  const seen = new Set<string>();
  return events.filter(({ subject }) => !seen.has(subject.id) && seen.add(subject.id));
}
