import { hash } from 'node:crypto';
import PostalMime, { type Address as MailAddress, type Email } from 'postal-mime';
import type { Inbound, InboundMessage } from '#lib/channels/port.ts';
import { isRefusal } from '#lib/errors.ts';
import { parseAddress, type Address } from '#lib/leads/address.ts';
import type { MessageAttachment, Nature } from '#lib/messages/message.ts';
import { whyAutomatic } from './auto-reply.ts';
import { bounceOf } from './bounce.ts';
import { header, messageIdsIn } from './headers.ts';
import { keptText, oneLine, textOfHtml } from './plain-text.ts';

/** Bytes of a mail as they came, read as an inbound message; or unreadable, with a reason for a person. No IO. */

export const mailBytesMax = 40 * 1024 * 1024;

export interface MailPlace {
  /** Our canonical address, or null when none is set. */
  readonly own: string | null;
  /** `inbox`: everything there came in. `sent`: a teammate wrote it. `file`: the sender tells. */
  readonly folder: 'inbox' | 'sent' | 'file';
  /** When it was received, for mail without a usable Date. */
  readonly receivedAt: number;
}

export async function parseMail(raw: Uint8Array, place: MailPlace): Promise<Inbound> {
  const fallbackId = syntheticId(raw);
  const unreadable = (why: string, externalId = fallbackId): Inbound => ({ kind: 'unreadable', channel: 'email', externalId, why, raw: raw.length > mailBytesMax ? null : raw });
  if (raw.length === 0) return unreadable('It is empty.');
  if (raw.length > mailBytesMax) return unreadable(`It has ${Math.round(raw.length / 1024 / 1024)} MB; at most ${mailBytesMax / 1024 / 1024} MB are read.`);
  const mail = await parsed(raw);
  if (typeof mail === 'string') return unreadable(mail);
  const externalId = messageIdsIn(mail.messageId)[0] ?? fallbackId;
  if (mail.headers.length === 0) return unreadable('It has no headers, so it is not a mail.', externalId);
  const direction = directionOf(mail, place);
  const [other, ...others] = direction === 'out' ? mailboxes([...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])], place.own) : mailboxes([mail.from, mail.sender, ...(mail.replyTo ?? [])], null);
  if (!other) return unreadable(direction === 'out' ? 'It names no usable recipient.' : 'It names no usable sender.', externalId);
  return { kind: 'message', message: messageOf(mail, { raw, place, direction, other, others: direction === 'out' ? others : [], externalId }) };
}

/** Stable over time and machines, so that the same bytes are the same message. */
function syntheticId(raw: Uint8Array): string {
  return `sha256.${hash('sha256', raw)}@no-message-id.invalid`;
}

async function parsed(raw: Uint8Array): Promise<Email | string> {
  try {
    return await PostalMime.parse(raw, { maxNestingDepth: 64, maxHeadersSize: 1024 * 1024, forceRfc822Attachments: true });
  } catch (error) {
    return `It could not be read as a mail: ${oneLine(error instanceof Error ? error.message : String(error), 200)}`;
  }
}

function directionOf(mail: Email, place: MailPlace): 'in' | 'out' {
  if (place.folder !== 'file') return place.folder === 'sent' ? 'out' : 'in';
  return place.own !== null && mailboxes([mail.from], null)[0]?.address.value === place.own ? 'out' : 'in';
}

interface Mailbox {
  readonly address: Address;
  readonly name: string;
}

/** The mailboxes with a usable address, groups looked into; for what we sent, those that are not our own. */
function mailboxes(addresses: readonly (MailAddress | undefined)[], except: string | null): Mailbox[] {
  return addresses
    .flatMap((entry) => (entry?.group ? entry.group : entry?.address ? [entry] : []))
    .slice(0, recipientsMax)
    .flatMap((each) => {
      const address = parseAddress('email', each.address ?? '');
      return isRefusal(address) || address.value === except ? [] : [{ address, name: oneLine(each.name, 200) }];
    });
}

/** Of one mail; whoever writes to more does not write to leads. */
const recipientsMax = 100;

interface Read {
  readonly raw: Uint8Array;
  readonly place: MailPlace;
  readonly direction: 'in' | 'out';
  readonly other: Mailbox;
  readonly others: readonly Mailbox[];
  readonly externalId: string;
}

function messageOf(mail: Email, { raw, place, direction, other, others, externalId }: Read): InboundMessage {
  const subject = oneLine(mail.subject ?? '', 998);
  const inReplyTo = messageIdsIn(mail.inReplyTo)[0] ?? null;
  return {
    channel: 'email', direction, externalId, address: other.address, ...(others.length > 0 && { alsoTo: others.map(({ address }) => address) }), displayName: other.name, subject: subject === '' ? null : subject,
    ...keptText(bodyOf(mail)), hasHtml: mail.html !== undefined,
    inReplyTo, references: messageIdsIn(mail.references).slice(-50), threadKey: null,
    attachments: attachmentsOf(mail), sentAt: sentAtOf(mail, place.receivedAt),
    nature: direction === 'out' ? { kind: 'ordinary' } : natureOf(mail, other.address.value, subject, place.own),
    raw,
  };
}

function bodyOf(mail: Email): string {
  if (mail.text !== undefined && mail.text.trim() !== '') return mail.text;
  return mail.html === undefined ? '' : textOfHtml(mail.html);
}

function natureOf(mail: Email, fromAddress: string, subject: string, own: string | null): Nature {
  const bounce = bounceOf(mail);
  if (bounce) return bounce;
  if (fromAddress === own) return { kind: 'auto_reply', why: 'It came from our own address.' };
  const why = whyAutomatic({ headers: mail.headers, fromAddress, subject });
  return why === null ? { kind: 'ordinary' } : { kind: 'auto_reply', why };
}

function attachmentsOf(mail: Email): MessageAttachment[] {
  return mail.attachments.slice(0, 200).map((part) => ({
    name: oneLine(part.filename ?? '', 200).replace(/[/\\]/g, '_') || 'attachment',
    sizeBytes: typeof part.content === 'string' ? part.content.length : part.content.byteLength,
    mediaType: /^[\w.+-]{1,60}\/[\w.+-]{1,66}$/.test(part.mimeType) ? part.mimeType : 'application/octet-stream',
  }));
}

/** The Date header when it is a plausible one: after 1990 and not more than a day ahead of its arrival. */
function sentAtOf(mail: Email, receivedAt: number): number {
  const at = Date.parse(mail.date ?? header(mail.headers, 'date') ?? '');
  return Number.isFinite(at) && at > Date.UTC(1990, 0) && at <= receivedAt + 86_400_000 ? at : receivedAt;
}

/** The HTML part as it came, unsafe to show; null when there is none or the mail cannot be read. */
export async function htmlOfMail(raw: Uint8Array): Promise<string | null> {
  const mail = await parsed(raw);
  return typeof mail === 'string' ? null : (mail.html ?? null);
}
