import { expect, test } from 'vitest';
import { intents } from '#lib/classification/signals.ts';
import type { Lead } from '#lib/leads/lead.ts';
import type { Classification } from '#lib/messages/message.ts';
import { compose, templates } from './compose.ts';
import { factsFor, firstName } from './facts.ts';
import { fill, holesOf, placeholders, templateId } from './template.ts';

const classified = (intent: string, more: Partial<Classification> = {}): Classification => ({
  temperature: 'warm', confidence: 0.7, reasons: [], intent, optOut: 'no', language: 'en', ...more,
});

test('every wish has a template in both languages and for mail and chat', () => {
  for (const intent of intents.filter((each) => each !== 'thanks' && each !== 'opt_out'))
    for (const language of ['en', 'es'])
      for (const channel of ['email', 'whatsapp'] as const)
        expect(compose(classified(intent, { language }), channel, null, { signature: 'Ana' })?.template).toBe(`${intent}.${language}.${channel === 'email' ? 'email' : 'chat'}`);
});

test('a missing fact never leaves a hole, whichever facts are missing', () => {
  const all = Object.fromEntries(placeholders.map((name) => [name, `<${name}>`]));
  for (const template of templates)
    for (let mask = 0; mask < 2 ** placeholders.length; mask++) {
      const facts = Object.fromEntries(Object.entries(all).filter((_, i) => mask & (1 << i)));
      const { subject, body } = fill(template, facts);
      expect(`${subject}${body}`, templateId(template)).not.toMatch(/\{\{|\}\}|undefined| {2}| [.,:]/);
      for (const [, name] of `${subject}${body}`.matchAll(/<(\w+)>/g)) expect(facts).toHaveProperty(name ?? '');
    }
});

test('templates name only placeholders that exist, and chats stay short', () => {
  for (const template of templates) for (const sentence of template.body.flat(2)) expect(() => holesOf(sentence)).not.toThrow();
  for (const template of templates.filter((each) => each.kind === 'chat')) expect(fill(template, { firstName: 'Guadalupe', property: '1420 Pearl St, Unit 5', price: '$645,000', signature: 'Ana Ruiz' }).body.length).toBeLessThan(320);
});

test('no template describes people or makes a sensational claim', () => {
  const banned = /\b(?:famil(?:y|ies)|familia|safe|segur[oa] (?:barrio|zona)|exclusive|perfect for|dream|amazing|hurry|act now|won'?t last|church|school|young|christian|ideal para)\b|!/i;
  for (const template of templates) expect(template.body.flat(2).join(' '), templateId(template)).not.toMatch(banned);
});

test('prices and addresses come from the facts, word for word', () => {
  expect(compose(classified('price'), 'whatsapp', null, { firstName: 'Jo', property: '12 Elm St', price: '$645,000', signature: 'Ana Ruiz' })?.body).toBe(
    'Hi Jo. The asking price for 12 Elm St is $645,000. Would you like to see it? – Ana Ruiz',
  );
  expect(compose(classified('price'), 'whatsapp', null, { signature: 'Ana Ruiz' })?.body).toBe('Hi. Which property do you mean? I will send you the current price. Would you like to see it? – Ana Ruiz');
});

test('an answer keeps the subject once, without line breaks', () => {
  expect(compose(classified('price'), 'email', 'RE: Re: 12 Elm\r\nBcc: x@example.com', { signature: 'A' })?.subject).toBe('Re: 12 Elm Bcc: x@example.com');
});

test('a thank-you and an opt-out get no words; a doubtful one gets a question', () => {
  expect(compose(classified('thanks'), 'email', null, {})).toBeNull();
  expect(compose(classified('opt_out', { optOut: 'yes' }), 'email', null, {})).toBeNull();
  expect(compose(classified('viewing', { optOut: 'maybe' }), 'email', null, { signature: 'A' })?.template).toBe('clarify.en.email');
});

test.each([
  ['Jo Park', 'Jo'], ['PARK, JO', 'Jo'], ['jo park', 'Jo'], ['Jo & Sam Park', 'Jo and Sam'], ["D'Arcy Bell", "D'Arcy"], ['The Park family', null], ['Dr. Park', null], ['jo@example.com', null],
  ['+1 303 555 0142', null], ['Park Holdings LLC', null], ['J', null], ['María José Pérez', 'María'],
])('%s is greeted as %s', (name, greeting) => {
  expect(firstName(name, 'en')).toBe(greeting);
});

const lead = {
  id: 'lea_1', version: 1, name: 'Jo Park', addresses: [], stage: 'new', timeZone: null, region: null, postalCode: null, household: null, consents: [], formerAddresses: [], ownerId: null, tags: [], language: 'en',
  facts: { property: '4402 Mesa Rd', price: '$455,000', note: 'two\nlines' }, note: '', temperature: 'unknown', source: 'test', createdAt: 0, updatedAt: 0, createdBy: 'person:usr_1',
} as const satisfies Lead;

test.each([
  ['How much is it?', '$455,000'], ['How much is the one on Mesa?', '$455,000'], ['How much is the one on Birch?', undefined], ['¿Cuánto piden por la de Birch?', undefined],
  ['The second one looks good', undefined], ['what about 88 Pearl Ct', undefined],
])('“%s” may be answered with the price %s', (text, price) => {
  expect(factsFor(lead, { text }, 'en', 'Ana').price).toBe(price);
});

test.each([
  ['Thursday works', 'en', 'Thursday'], ['next Thursday, or else Friday', 'en', 'Thursday or Friday'], ["I have to cancel Thursday. Could we do Sunday instead?", 'en', 'Sunday'],
  ["I can't make it Thursday", 'en', undefined], ['mon, tues or wed', 'en', undefined], ['no puedo el viernes, ¿podemos mover la cita al lunes?', 'es', 'el lunes'],
] as const)('“%s” proposes %s', (text, language, day) => {
  expect(factsFor(lead, { text }, language, 'Ana').day).toBe(day);
});
