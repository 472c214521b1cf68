import { expect, test } from 'vitest';
import type { LeadView } from '#lib/leads/schema.ts';
import { addInput, changesOf, differences, emptyForm, formOf, rebased, withoutEmptyRows } from './lead-form-shape.ts';

const lead: LeadView = {
  id: 'lea_1', version: 3, name: 'Ana Ruiz', addresses: [{ kind: 'email', value: 'ana@example.com' }], stage: 'new', temperature: 'warm', timeZone: null, region: 'CO',
  postalCode: null, ownerId: null, ownerName: null, tags: ['buyer'], language: 'en', facts: { price: '$500,000' }, household: null, consents: [], note: '', source: 'console',
  createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z', dnc: [],
};

test('a form that was opened and not touched changes nothing', () => {
  expect(changesOf(lead, formOf(lead))).toEqual({});
});

test('only what was changed is written', () => {
  expect(changesOf(lead, { ...formOf(lead), stage: 'viewing', region: ' ca ' })).toEqual({ stage: 'viewing', region: 'CA' });
});

test('rows without an address or a fact are left out, tags are told apart by commas', () => {
  const form = withoutEmptyRows({ ...emptyForm, name: 'Bo', tags: 'a, b,,a', facts: [{ name: '', value: '' }] });
  expect(addInput(form)).toMatchObject({ addresses: [], facts: {}, tags: ['a', 'b'], timeZone: null });
});

test('a colleague’s change is named', () => {
  expect(differences(lead, { ...lead, version: 4, note: 'Called back', temperature: 'hot' })).toEqual(['note']);
});

test('what was typed stands on top of a colleague’s change', () => {
  const typed = { ...formOf(lead), note: 'Mine' };
  const form = rebased(typed, lead, { ...lead, version: 4, stage: 'offer', note: 'Theirs' });
  expect([form.note, form.stage]).toEqual(['Mine', 'offer']);
});

test('consent keeps the instant it was given at while its day is not changed; an empty row is none', () => {
  const consents = [{ channel: 'whatsapp' as const, source: 'web form', at: '2026-03-01T08:15:00.000Z' }];
  const form = formOf({ ...lead, consents });
  expect(changesOf({ ...lead, consents }, form)).toEqual({});
  expect(changesOf({ ...lead, consents }, { ...form, consents: [{ ...form.consents[0]!, day: '2026-03-02' }] })).toEqual({ consents: [{ ...consents[0], at: '2026-03-02T12:00:00.000Z' }] });
  expect(withoutEmptyRows({ ...form, consents: [{ channel: 'all', source: ' ', day: '2026-03-02', at: null }] }).consents).toEqual([]);
});
