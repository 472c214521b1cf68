import type { Attachment, Email } from 'postal-mime';
import { dispatchNamedBy } from './message-id.ts';
import type { Nature } from '#lib/messages/message.ts';
import { header, messageIdsIn } from './headers.ts';
import { oneLine } from './plain-text.ts';

/** Delivery reports (RFC 3464) and complaints (RFC 5965). Pure. */

/**
 * The report a mail carries, or null when it is none. It counts for one of our messages only when the mail it returns bears a Message-ID of our form, and that dispatch
 * went out from its domain, which only the store can tell; anything else is a report about somebody else's mail, or a forged one.
 */
export function bounceOf(mail: Email): Nature | null {
  const report = header(mail.headers, 'content-type')?.toLowerCase() ?? '';
  const complaint = mail.attachments.find((part) => part.mimeType === 'message/feedback-report');
  if (report.startsWith('multipart/report') && complaint) return complaintOf(mail, fieldsOf(textOf(complaint)));
  const status = mail.attachments.find((part) => part.mimeType === 'message/delivery-status');
  if (!report.startsWith('multipart/report') || !status) return null;
  const fields = fieldsOf(textOf(status));
  const action = fields.get('action')?.toLowerCase() ?? '';
  const code = /^\s*([245]\.\d{1,3}\.\d{1,3})/.exec(fields.get('status') ?? '')?.[1] ?? '';
  if (action === 'delivered' || action === 'relayed' || action === 'expanded') return { kind: 'auto_reply', why: `It reports that a message was ${action}.` };
  const permanent = action === 'failed' && !code.startsWith('4');
  const words = oneLine(fields.get('diagnostic-code') ?? '', 300);
  const why = [permanent ? 'Could not be delivered' : 'Not delivered yet', code, words].filter(Boolean).join(' · ');
  return { kind: 'bounce', permanent, ...aboutWhich(mail), why };
}

/** The recipient, or their provider, reported a mail as spam or abuse. Other feedback is a note. */
function complaintOf(mail: Email, fields: ReadonlyMap<string, string>): Nature {
  const type = fields.get('feedback-type')?.toLowerCase() ?? '';
  if (type === 'not-spam' || type === 'auth-failure') return { kind: 'auto_reply', why: `It is feedback of the kind ${type}.` };
  return { kind: 'bounce', permanent: true, complaint: true, ...aboutWhich(mail), why: `The recipient reported it as ${type === '' ? 'unwanted' : oneLine(type, 40)}` };
}

/** The one dispatch that the returned mail names; of several, none. */
function aboutWhich(mail: Email): Pick<Extract<Nature, { kind: 'bounce' }>, 'aboutIdempotencyKey' | 'aboutDomain'> {
  const returned = mail.attachments.filter((part) => part.mimeType === 'text/rfc822-headers' || part.mimeType === 'message/rfc822' || part.mimeType === 'message/rfc822-headers');
  const ids = returned.flatMap((part) => messageIdsIn(fieldsOf(textOf(part)).get('message-id')));
  const [named, ...others] = ids.flatMap((id) => dispatchNamedBy(id) ?? []);
  const isOne = others.every(({ idempotencyKey, domain }) => idempotencyKey === named?.idempotencyKey && domain === named.domain);
  return named && isOne ? { aboutIdempotencyKey: named.idempotencyKey, aboutDomain: named.domain } : { aboutIdempotencyKey: null };
}

/** A report and the returned headers are small; a returned message may be large, its headers come first. */
const readBytesMax = 64_000;

function textOf(part: Attachment): string {
  const { content } = part;
  if (typeof content === 'string') return content.slice(0, readBytesMax);
  const bytes = content instanceof Uint8Array ? content : new Uint8Array(content);
  return new TextDecoder('utf-8').decode(bytes.subarray(0, readBytesMax));
}

/** Folded `Name: value` lines; of a repeated name the first: what we send has one recipient. */
function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ').split('\n')) {
    const match = /^([A-Za-z][A-Za-z0-9-]{0,60})\s*:\s*(.*)$/.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name && match?.[2] !== undefined && !fields.has(name)) fields.set(name, match[2].trim());
  }
  return fields;
}
