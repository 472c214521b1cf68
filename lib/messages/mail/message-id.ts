import { parseAddress } from '#lib/leads/address.ts';
import { isRefusal } from '#lib/errors.ts';

/** Our Message-IDs, without angle brackets: one per dispatch and computable from it, so that copies, replies and bounces can be traced back. Pure. */

const shape = /^(apr_[0-9a-z]+\.[1-9]\d{0,5})@([^@\s<>]+)$/;

export function messageIdOf(idempotencyKey: string, domain: string): string {
  return `${idempotencyKey}@${domain}`;
}

/** What a Message-ID of our form names. Anybody can write one: it is ours when that dispatch went out from that domain. */
export interface NamedDispatch {
  readonly idempotencyKey: string;
  /** In lower case. */
  readonly domain: string;
}

/** Null when it is not of our form. Angle brackets and the domain's case do not matter. */
export function dispatchNamedBy(messageId: string): NamedDispatch | null {
  const [, idempotencyKey, domain] = shape.exec(bareMessageId(messageId)) ?? [];
  return idempotencyKey === undefined || domain === undefined ? null : { idempotencyKey, domain: domain.toLowerCase() };
}

/** The dispatch that a Message-ID of this domain stands for, or null when it is not one of ours. */
export function idempotencyKeyOf(messageId: string, domain: string): string | null {
  const named = dispatchNamedBy(messageId);
  return named?.domain === domain ? named.idempotencyKey : null;
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
