import { expect, test } from 'vitest';
import { defaultPolicy } from '#lib/policy/policy.ts';
import { policySchema } from '#lib/policy/schema.ts';
import type { PolicyValues } from './policy-form-shape.ts';
import { exactly, fieldWords, valueWords } from './policy-words.ts';

const template = { name: 'visit', language: 'es', category: 'utility', body: 'Hola.', status: 'active' } as const;

test.each([
  ['changes.perLeadPerDay', 'Messages to one lead in 24 h'],
  ['changes.channels.email.perDay', 'E-mail, in a day'],
  ['changes.templates.0.body', 'Template visit (es), text'],
  ['changes.templates.1.name', 'New template, name'],
  ['changes.templates', 'WhatsApp templates'],
  ['changes.comet', 'changes.comet'],
])('a field the server names is told under the name it has in the form: %s', (field, words) => {
  const changes: Partial<PolicyValues> = { templates: [template, { ...template, name: '' }] };
  expect(fieldWords(field, changes)).toBe(words);
});

test.each([[0, '0 s'], [1500, '1.5 s'], [90_000, '90 s'], [180_000, '3 min'], [5_400_000, '90 min'], [86_400_000, '24 h'], [172_800_000, '2 d'], [180_000_000, '50 h']])('%d ms are told as they were set: %s', (ms, words) => {
  expect(exactly(ms)).toBe(words);
});

test('what happens when sending fails is told in figures', () => {
  const policy = policySchema.parse(defaultPolicy);
  expect(valueWords('retryPausesMs', policy)).toBe('5 min, 15 min, 1 h, 4 h, 24 h; then it is a dead letter');
  expect(valueWords('retryPausesMs', { ...policy, retryPausesMs: [] })).toBe('Never');
  expect(valueWords('breaker', policy)).toBe('1 min at first, after 5 in a row failed; all go again when 3 went through');
  expect(valueWords('delayedMail', policy)).toBe('2 d after 3 in a row');
});
