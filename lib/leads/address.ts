import { domainToASCII } from 'node:url';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import type { Channel } from '#lib/channels/channel.ts';
import { refusal, type Refusal } from '#lib/errors.ts';

/** One normalised way to reach somebody. Two addresses are the same exactly when `key` is. */
export type AddressKind = 'email' | 'phone' | 'telegram' | 'linkedin' | 'messenger';

export interface Address {
  readonly kind: AddressKind;
  /** Canonical: e-mail in NFKC with lower-case A-label domain, phone in E.164, handles lower-case without URL or `@`. */
  readonly value: string;
}

/** `email:ana@example.com`, `phone:+13035550142`, … : the unit of look-up, of DNC matching and of deduplication. */
export type AddressKey = `${AddressKind}:${string}`;

export const addressKinds = ['email', 'phone', 'telegram', 'linkedin', 'messenger'] as const satisfies readonly AddressKind[];

export const addressKindOf: Readonly<Record<Channel, AddressKind>> = {
  email: 'email', whatsapp: 'phone', telegram: 'telegram', linkedin: 'linkedin', messenger: 'messenger',
};

export function addressKey(address: Address): AddressKey {
  return `${address.kind}:${address.value}`;
}

/** Reads what a person or a file gave as an address; refuses with what would be right. Numbers without `+` are read as of `country`. */
export function parseAddress(kind: AddressKind, raw: string, country: CountryCode = 'US'): Address | Refusal {
  const text = raw.normalize('NFKC').trim();
  if (text === '') return refusal('invalid_input', `The ${kind} address is empty.`);
  if (hasControl(text)) return refusal('invalid_input', `The ${kind} address contains a control character.`);
  switch (kind) {
    case 'email':
      return parseEmail(text);
    case 'phone':
      return parsePhone(text, country);
    case 'telegram':
      return parseHandle(kind, text, /^(?:[a-z][a-z0-9_]{3,31}|-?\d{3,20})$/, 'a user name of 5 to 32 letters, or a numeric id');
    case 'linkedin':
      return parseHandle(kind, text, /^[\p{L}\p{N}._-]{2,100}$/u, 'the profile name, as in linkedin.com/in/<name>');
    case 'messenger':
      return parseHandle(kind, text, /^[\p{L}\p{N}._-]{2,100}$/u, 'the profile name, as in m.me/<name>, or a numeric id');
  }
}

function hasControl(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text);
}

function parseEmail(text: string): Address | Refusal {
  const bad = (why: string) => refusal('invalid_input', `“${text.slice(0, 80)}” is not an e-mail address: ${why}.`, { lift: 'Give one address like ana@example.com.' });
  const at = text.lastIndexOf('@');
  if (at < 1) return bad('there is no name before an @');
  const local = text.slice(0, at).toLowerCase();
  const domain = domainToASCII(text.slice(at + 1).replace(/\.$/, ''));
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)) return bad('the part after the @ is not a domain');
  if (local.length > 64 || domain.length > 253) return bad('it is too long');
  if (!/^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..'))
    return bad('the part before the @ has a character that is not allowed');
  return { kind: 'email', value: `${local}@${domain}` };
}

function parsePhone(text: string, country: CountryCode): Address | Refusal {
  if (/^\d(?:\.\d+)?e\+?\d+$/i.test(text))
    return refusal('invalid_input', `“${text}” is a phone number that a spreadsheet turned into a figure.`, { lift: 'Format the column as text and enter the number again.' });
  // Mobile numbers of Mexico are also written with a 1 behind the country's code, which is no longer dialled.
  const phone = parsePhoneNumberFromString(text.replace(/^\+\s*52[\s-]*1(?=(?:[\s()-]*\d){10}\s*$)/, '+52'), country);
  if (!phone?.isPossible()) return refusal('invalid_input', `“${text.slice(0, 40)}” is not a phone number.`, { lift: 'Give it with its country code, like +1 303 555 0142.' });
  return { kind: 'phone', value: phone.number };
}

/** The addresses under which profiles are found, and the path before the name. */
const profileHosts = /^(?:https?:\/\/)?(?:[a-z-]+\.)?(?:t\.me|telegram\.me|linkedin\.com\/(?:in|pub)|facebook\.com(?:\/+messages\/+t)?|fb\.com|m\.me|messenger\.com\/t)\/+/i;

/** What stands in the place of a name in links to groups, posts, shops and invitations: taken for one, everybody behind such a link would be one person. */
const pagesOfNobody: Readonly<Record<'telegram' | 'linkedin' | 'messenger', ReadonlySet<string>>> = {
  telegram: new Set(['joinchat', 'addlist', 'addstickers', 'addemoji', 'addtheme', 'share', 'proxy', 'socks', 'login', 'confirmphone', 'setlanguage', 'invoice', 'giftcode', 'boost', 'contact']),
  linkedin: new Set(['dir']),
  messenger: new Set([
    'messages', 'groups', 'group', 'pages', 'pg', 'people', 'public', 'share', 'sharer', 'marketplace', 'commerce', 'events', 'watch', 'reel', 'reels', 'stories', 'story', 'photo', 'photos', 'video', 'videos', 'posts', 'notes', 'media', 'hashtag', 'search',
    'gaming', 'games', 'live', 'ads', 'business', 'help', 'login', 'dialog', 'plugins', 'settings', 'friends', 'notifications', 'bookmarks', 'saved', 'privacy', 'policies', 'directory', 'places', 'fundraisers', 'donate', 'jobs', 'memories', 'me',
  ]),
};

function parseHandle(kind: keyof typeof pagesOfNobody, text: string, shape: RegExp, right: string): Address | Refusal {
  const isLink = profileHosts.test(text);
  const path = text.replace(profileHosts, '');
  // Facebook also names people by number only.
  const numbered = isLink ? /^(?:profile\.php\?(?:.*&)?id=|people\/[^/]+\/)(\d+)/i.exec(path)?.[1] : undefined;
  const name = numbered ?? path.replace(isLink ? /[/?#].*$/ : /\/+$/, '').replace(/^@/, '');
  const value = decoded(name).normalize('NFKC').toLowerCase();
  const isName = shape.test(value) && !/^(?:www\.)?(?:[a-z-]+\.)?(?:linkedin|facebook|fb|messenger|telegram)\.com$|^(?:m|t|telegram)\.me$|\.php$|^people$/.test(value);
  return isName && !(isLink && pagesOfNobody[kind].has(value)) ? { kind, value } : refusal('invalid_input', `“${text.slice(0, 80)}” is not a ${kind} address.`, { lift: `Give ${right}.` });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // A percent sign of its own: the shape of a name has none.
    return name;
  }
}
