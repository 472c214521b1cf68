import fc from 'fast-check';
import { canonicalDncValue } from '#lib/dnc/canonical.ts';
import type { DncEntry, DncKind } from '#lib/dnc/entry.ts';
import { entryKey, personKeys } from '#lib/dnc/match.ts';
import { isRefusal } from '#lib/errors.ts';
import { parseAddress, type Address, type AddressKind } from '#lib/leads/address.ts';

/** One address of a person and one way in which somebody wrote it on the list. */
export interface Spelled {
  readonly theirs: readonly [AddressKind, string];
  readonly listed: readonly [DncKind, string];
}

const wide = (text: string) => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
const mixed = (text: string) => [...text].map((char, i) => (i % 2 === 0 ? char.toUpperCase() : char)).join('');

type Way = (text: string) => string;
const anyCase: readonly Way[] = [(text) => text, (text) => text.toUpperCase(), mixed, (text) => `  ${text}\u00a0`, wide];
const mail: readonly (readonly [string, readonly string[]])[] = [
  ['kim.lee@gmail.com', ['kim.lee@gmail.com', 'kimlee@gmail.com', 'k.i.m.l.e.e@gmail.com', 'kim.lee+homes@gmail.com', 'kimlee@googlemail.com', 'kim.lee@gmail.com.']],
  ['k.i.m.lee+x@googlemail.com', ['kimlee@gmail.com', 'kimlee+stop@googlemail.com']],
  ['ana@outlook.com', ['ana@outlook.com', 'ana+houses@outlook.com']],
  ['ana+list@example.com', ['ana+list@example.com', 'ana+list@example.com.']],
  ['josé@bücher.example', ['josé@bücher.example', 'josé@xn--bcher-kva.example', 'jose\u0301@bu\u0308cher.example']],
];
const numbers: readonly string[] = ['+13035550142', '+1 303 555 0142', '(303) 555-0142', '303.555.0142', '1-303-555-0142', '+1 (303) 555‑0142', '3035550142', 'tel:+1-303-555-0142'];
const domains: readonly string[] = ['sales.example.com', 'example.com', '@example.com', '*.example.com', 'https://example.com/team', 'EXAMPLE.com.'];
const handles: readonly (readonly [AddressKind, string, readonly string[]])[] = [
  ['telegram', 'ana_ruiz', ['ana_ruiz', '@ana_ruiz', 'https://t.me/ana_ruiz', 'telegram.me/ana_ruiz'].map((each) => each.replace(/^telegram\.me/, 'https://telegram.me'))],
  ['linkedin', 'ana-ruiz', ['ana-ruiz', 'https://www.linkedin.com/in/ana-ruiz/', 'https://linkedin.com/in/ana-ruiz?trk=x']],
  ['messenger', 'ana.ruiz', ['ana.ruiz', 'https://m.me/ana.ruiz', 'https://www.facebook.com/ana.ruiz#about']],
];

const all: readonly Spelled[] = [
  ...mail.flatMap(([theirs, ways]) => ways.flatMap((way) => anyCase.map((spell): Spelled => ({ theirs: ['email', theirs], listed: ['email', spell(way)] })))),
  ...numbers.flatMap((way) => [way, wide(way)].map((text): Spelled => ({ theirs: ['phone', '+13035550142'], listed: ['phone', text] }))),
  ...domains.flatMap((way) => anyCase.map((spell): Spelled => ({ theirs: ['email', 'kim@eu.sales.example.com'], listed: ['domain', spell(way)] }))),
  ...handles.flatMap(([kind, value, ways]) => ways.flatMap((way) => [way, way.toUpperCase(), wide(way)].map((text): Spelled => ({ theirs: [kind, value], listed: ['handle', `${kind}:${text}`] })))),
];

export const spelled: fc.Arbitrary<Spelled> = fc.constantFrom(...all);

/** The entry as the list keeps it, when a look-up for the person finds it; null when it does not. Throws when it cannot be read at all. */
export function foundEntry({ theirs: [kind, value], listed }: Spelled): DncEntry | null {
  const address = parseAddress(kind, value);
  const kept = canonicalDncValue(listed[0], listed[1], 'US');
  if (isRefusal(address)) throw new Error(address.message);
  if (isRefusal(kept)) throw new Error(kept.message);
  const person: { leadId: string; addresses: readonly Address[] } = { leadId: 'lea_1', addresses: [{ kind: 'phone', value: '+442079460000' }, address] };
  if (!personKeys(person).includes(entryKey({ kind: listed[0], value: kept }))) return null;
  return {
    id: 'dnc_1', version: 1, kind: listed[0], value: kept, channel: 'all', reason: 'asked', source: 'test', status: 'active', addedBy: 'person:usr_1', addedAt: 0, removedAt: null, removedBy: null, removalReason: null,
  };
}
