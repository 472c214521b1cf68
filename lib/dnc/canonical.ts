import type { CountryCode } from 'libphonenumber-js';
import { isRefusal, refusal, type Refusal } from '#lib/errors.ts';
import { parseAddress, type AddressKind } from '#lib/leads/address.ts';
import type { DncKind } from './entry.ts';

/** What a person or file gave as the value of a DNC entry, in the one form it is stored and matched in. Pure. */
export function canonicalDncValue(kind: DncKind, raw: string, country: string): string | Refusal {
  const text = raw.normalize('NFKC').trim();
  switch (kind) {
    case 'email':
    case 'phone':
      return addressValue(kind, text, country);
    case 'domain':
      return domainOf(text);
    case 'handle':
      return handleOf(text, country);
    case 'lead':
      return text;
  }
}

function addressValue(kind: AddressKind, text: string, country: string): string | Refusal {
  const address = parseAddress(kind, text, country as CountryCode);
  return isRefusal(address) ? { ...address, details: { field: 'value' } } : address.value;
}

/** As people and files write it: with a scheme, an `@`, a `*.`, `www.` or a path. */
export function domainOf(text: string): string | Refusal {
  const bare = text.trim().replace(/^https?:\/\//i, '').replace(/^(?:@|\*\.)/, '').replace(/^www\.(?=[^.]+\.)/i, '').replace(/[/?#:].*$/, '');
  const address = parseAddress('email', `x@${bare}`);
  if (isRefusal(address)) return refusal('invalid_input', `“${text.slice(0, 80)}” is not a domain.`, { lift: 'Give it like example.com.', details: { field: 'value' } });
  return address.value.slice(2);
}

function handleOf(text: string, country: string): string | Refusal {
  const match = /^(telegram|linkedin|messenger):(.+)$/is.exec(text);
  if (!match?.[1] || !match[2])
    return refusal('invalid_input', `“${text.slice(0, 80)}” does not say which channel the handle is on.`, { lift: 'Give it like telegram:ana_ruiz.', details: { field: 'value' } });
  const kind = match[1].toLowerCase() as 'telegram' | 'linkedin' | 'messenger';
  const value = addressValue(kind, match[2], country);
  return isRefusal(value) ? value : `${kind}:${value}`;
}
