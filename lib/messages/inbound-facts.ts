import type { Approval } from '#lib/approvals/approval.ts';
import { attemptUnder, type OurSend } from '#lib/approvals/attempt-under.ts';
import { dispatchNamedBy, domainOf, idempotencyKeysIn } from './mail/message-id.ts';
import type { InboundMessage } from '#lib/channels/port.ts';
import { mailboxOf } from '#lib/dnc/match.ts';
import { addressKey, type Address } from '#lib/leads/address.ts';
import type { Contact } from '#lib/leads/contact.ts';
import type { Lead } from '#lib/leads/lead.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Message, Nature } from './message.ts';
import { conversationFor, referredIds, type Known, type Person } from './threading.ts';

/** What the store knows about something that came in: who it is from, what it answers, and whether it is here already. */

export interface Sender {
  readonly lead: Lead | null;
  readonly contact: Contact | null;
}

export async function senderBehind(reads: Reads, address: Address): Promise<Sender> {
  const lead = await reads.leads.byAddress(addressKey(address));
  if (lead) return { lead, contact: null };
  const contact = await reads.contacts.byAddress(addressKey(address));
  return contact?.leadId ? { lead: await reads.leads.get(contact.leadId), contact } : { lead: null, contact };
}

/** The leads a message of ours from elsewhere went to, in any spelling of their addresses, in the order in which it names them; each with the address it names. */
export async function leadsReached(reads: Reads, { address, alsoTo = [] }: Pick<InboundMessage, 'address' | 'alsoTo'>): Promise<readonly { readonly lead: Lead; readonly address: Address }[]> {
  const reached = new Map<string, { lead: Lead; address: Address }>();
  for (const each of [address, ...alsoTo]) {
    const { lead: exact } = await senderBehind(reads, each);
    const [similar] = exact ? [] : await reads.leads.everUnder([mailboxOf(each)]);
    const lead = exact ?? (similar === undefined ? null : await reads.leads.get(similar));
    if (lead && !reached.has(lead.id)) reached.set(lead.id, { lead, address: each });
  }
  return [...reached.values()];
}

/**
 * The row of the same message, or null. The same id from somebody else, or with other words at another time, is another
 * message: some programs use one Message-ID for everything, and nobody may hide another's message by taking its id first.
 */
export async function sameMessage(reads: Reads, message: InboundMessage): Promise<Message | null> {
  const row = await reads.messages.byExternalId(message.channel, message.externalId);
  if (row?.kind !== 'message') return null;
  // What we sent is ours by its id, whichever of its recipients was a lead when it was taken in.
  const sameSide = row.direction === message.direction && (message.direction === 'out' || addressKey(row.address) === addressKey(message.address));
  return sameSide && (row.text === message.text || row.sentAt === message.sentAt) ? row : null;
}

/** The dispatch of ours that a delivery report is about, when there is one; what it returns must have gone out from where it says, whatever address we have now. */
export async function reportedSend(reads: Reads, { aboutIdempotencyKey, aboutDomain }: Extract<Nature, { kind: 'bounce' }>): Promise<OurSend | null> {
  const send = aboutIdempotencyKey === null ? null : await attemptUnder(reads, aboutIdempotencyKey);
  if (send?.attempt.channel !== 'email') return null;
  return aboutDomain === undefined || aboutDomain === domainOf(send.attempt.sender) ? send : null;
}

export async function conversationOf(reads: Reads, message: InboundMessage, person: Person): Promise<string | null> {
  const referred: Known[] = [];
  for (const id of referredIds(message)) {
    const known = (await knownMessage(reads, message, id)) ?? (await knownDispatch(reads, message, id));
    if (known) referred.push(known);
  }
  const isNobody = person.leadId === null && person.contactId === null;
  const latest = isNobody || message.channel === 'email' ? null : await reads.conversations.latest({ ...person, channel: message.channel });
  return conversationFor({ channel: message.channel, person, referred, latestConversationId: latest?.id ?? null });
}

async function knownMessage(reads: Reads, { channel }: InboundMessage, id: string): Promise<Known | null> {
  const row = await reads.messages.byExternalId(channel, id);
  return row?.kind === 'message' ? row : null;
}

/**
 * To whom the mail of ours went that a message answers, whatever address it comes from: people forward their mail, and answer from where they read it.
 * Null when it answers none.
 */
export async function leadAnswered(reads: Reads, message: InboundMessage): Promise<string | null> {
  if (message.channel !== 'email') return null;
  for (const id of referredIds(message)) {
    const approval = await dispatchBehind(reads, id);
    if (approval) return approval.leadId;
  }
  for (const key of idempotencyKeysIn(message.subject ?? '')) {
    const send = await attemptUnder(reads, key);
    if (send) return send.approval.leadId;
  }
  return null;
}

/** Whether a message of ours is one that the router sent: its id names a dispatch that went out from there, whatever address we have now. */
export async function isSentByUs(reads: Reads, { channel, direction, externalId }: Pick<InboundMessage, 'channel' | 'direction' | 'externalId'>): Promise<boolean> {
  return direction === 'out' && channel === 'email' && (await dispatchBehind(reads, externalId)) !== null;
}

/** The approval whose dispatch went out under this Message-ID, from whatever address of ours that was. */
async function dispatchBehind(reads: Reads, messageId: string): Promise<Approval | null> {
  const named = dispatchNamedBy(messageId);
  const send = named && (await attemptUnder(reads, named.idempotencyKey));
  return send && domainOf(send.attempt.sender) === named.domain ? send.approval : null;
}

/** A dispatch whose outcome is not recorded (yet) has no message; its Message-ID still leads to its approval. */
async function knownDispatch(reads: Reads, { channel }: InboundMessage, id: string): Promise<Known | null> {
  const approval = channel === 'email' ? await dispatchBehind(reads, id) : null;
  if (!approval?.conversationId) return null;
  return { channel: approval.channel, conversationId: approval.conversationId, leadId: approval.leadId, contactId: null };
}
