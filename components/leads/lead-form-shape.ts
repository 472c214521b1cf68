import type { AddressKind } from '#lib/leads/address.ts';
import type { Stage } from '#lib/leads/lead.ts';
import type { LeadView } from '#lib/leads/schema.ts';

/** What the form holds while somebody types, and what it comes to. Pure. */

export interface LeadForm {
  readonly name: string;
  readonly stage: Stage;
  readonly language: string;
  readonly ownerId: string;
  readonly tags: string;
  readonly note: string;
  readonly addresses: readonly { readonly kind: AddressKind; readonly value: string }[];
  readonly timeZone: string;
  readonly region: string;
  readonly postalCode: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly household: string;
  /** `day`: as a field for dates holds it. `at` is kept as it was while the day is not changed. */
  readonly consents: readonly { readonly channel: LeadView['consents'][number]['channel']; readonly source: string; readonly day: string; readonly at: string | null }[];
}

export const emptyForm: LeadForm = {
  name: '', stage: 'new', language: 'en', ownerId: '', tags: '', note: '', addresses: [{ kind: 'email', value: '' }], timeZone: '', region: '', postalCode: '', facts: [], household: '', consents: [],
};

export function formOf(lead: LeadView): LeadForm {
  return {
    name: lead.name, stage: lead.stage, language: lead.language, ownerId: lead.ownerId ?? '', tags: lead.tags.join(', '), note: lead.note,
    addresses: lead.addresses, timeZone: lead.timeZone ?? '', region: lead.region ?? '', postalCode: lead.postalCode ?? '',
    facts: Object.entries(lead.facts).map(([name, value]) => ({ name, value })),
    household: lead.household ?? '', consents: lead.consents.map(({ channel, source, at }) => ({ channel, source, day: at.slice(0, 10), at })),
  };
}

/** Rows that nobody filled in are no addresses; their place is kept so that an error finds its row. */
function fieldsOf(form: LeadForm) {
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  return {
    name: form.name, stage: form.stage, language: form.language, ownerId: orNull(form.ownerId), note: form.note,
    tags: [...new Set(form.tags.split(',').map((tag) => tag.trim()).filter((tag) => tag !== ''))],
    addresses: form.addresses, timeZone: orNull(form.timeZone), region: orNull(form.region)?.toUpperCase() ?? null, postalCode: orNull(form.postalCode),
    facts: Object.fromEntries(form.facts.filter((fact) => fact.name.trim() !== '').map((fact) => [fact.name.trim(), fact.value])),
    household: orNull(form.household), consents: form.consents.map(({ channel, source, day, at }) => ({ channel, source: source.trim(), at: at?.startsWith(day) ? at : `${day}T12:00:00.000Z` })),
  };
}

export type LeadFields = ReturnType<typeof fieldsOf>;

export function withoutEmptyRows(form: LeadForm): LeadForm {
  return { ...form, addresses: form.addresses.filter((address) => address.value.trim() !== ''), facts: form.facts.filter((fact) => fact.name.trim() + fact.value.trim() !== ''), consents: form.consents.filter((consent) => consent.source.trim() !== '' || consent.at !== null) };
}

export function addInput(form: LeadForm): LeadFields {
  return fieldsOf(form);
}

/** Only what differs from what was shown, so that a colleague's change of something else stands. */
export function changesOf(shown: LeadView, form: LeadForm): Partial<LeadFields> {
  const before = fieldsOf(formOf(shown));
  const after = fieldsOf(form);
  const changed = Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof LeadFields]));
  return Object.fromEntries(changed) as Partial<LeadFields>;
}

/** What was typed, put on top of a newer reading: every field that was not touched follows the lead as it is now. */
export function rebased(form: LeadForm, shown: LeadView, now: LeadView): LeadForm {
  const [before, after] = [formOf(shown), formOf(now)];
  const isTouched = (key: keyof LeadForm) => JSON.stringify(form[key]) !== JSON.stringify(before[key]);
  const untouched = (Object.keys(form) as (keyof LeadForm)[]).filter((key) => !isTouched(key)).map((key) => [key, after[key]]);
  return { ...form, ...Object.fromEntries(untouched) };
}

/** Names of what is not the same in two readings of one lead. */
export function differences(one: LeadView, other: LeadView): string[] {
  const [a, b] = [fieldsOf(formOf(one)), fieldsOf(formOf(other))];
  return (Object.keys(a) as (keyof LeadFields)[]).filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
}

export const fieldNames: Readonly<Record<string, string>> = {
  name: 'name', stage: 'stage', language: 'language', ownerId: 'owner', tags: 'tags', note: 'note', addresses: 'addresses', timeZone: 'time zone', region: 'state', postalCode: 'postal code', facts: 'facts', household: 'household', consents: 'consent',
};
