import { parseAddress } from '#lib/leads/address.ts';
import { isRefusal } from '#lib/errors.ts';

/** Our Message-IDs, without angle brackets: one per dispatch and computable from it, so that copies, replies and bounces can be traced back. Pure. */

const shape = /^(apr_[0-9a-z]+\.[1-9]\d{0,5})@([^@\s<>]+)$/;

export function messageIdOf(idempotencyKey: string, domain: string): string {
  return `${idempotencyKey}@${domain}`;
}

/** The dispatch a Message-ID stands for, or null when it is not one of ours. Angle brackets and the domain's case do not matter. */
export function idempotencyKeyOf(messageId: string, domain: string): string | null {
  const match = shape.exec(bareMessageId(messageId));
  return match?.[1] !== undefined && match[2]?.toLowerCase() === domain ? match[1] : null;
}

/** Dispatches named in a text, as in the subject of a mail that unsubscribes. */
export function idempotencyKeysIn(text: string): string[] {
  return text.match(/\bapr_[0-9a-z]+\.[1-9]\d{0,5}\b/g) ?? [];
}

export function approvalIdOf(idempotencyKey: string): string {
  return idempotencyKey.slice(0, idempotencyKey.lastIndexOf('.'));
}

export function bareMessageId(text: string): string {
  return text.trim().replace(/^<+|>+$/g, '').trim();
}

/** The domain of a mailbox as written in RE_EMAIL_FROM (with or without a name), as an A-label in lower case. */
export function domainOf(mailbox: string): string {
  const raw = mailbox.match(/<([^<>]*)>\s*$/)?.[1] ?? mailbox;
  const address = parseAddress('email', raw);
  const text = isRefusal(address) ? raw.trim().toLowerCase() : address.value;
  return text.slice(text.lastIndexOf('@') + 1);
}
