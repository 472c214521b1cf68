import { expect, test } from 'vitest';
import { defaultPolicy } from '#lib/policy/policy.ts';
import { policySchema } from '#lib/policy/schema.ts';
import type { PolicyValues } from './policy-form-shape.ts';
import { fieldWords, notPlayedWords, valueWords } from './policy-words.ts';

const template = { name: 'visit', language: 'es', category: 'utility', body: 'Hola.', status: 'active' } as const;

test.each([
  ['changes.perLeadPerDay', 'Messages to one lead in 24 h'],
  ['changes.channels.email.perDay', 'E-mail, in a day'],
  ['changes.breaker.successes', 'Messages that must go through one by one'],
  ['changes.delayedMail.restMs', 'Rest of an address'],
  ['changes.retryPausesMs.1', 'Pause 2 after a refusal'],
  ['changes.retryPausesMs', 'A refused message is tried again after'],
  ['changes.templates.0.body', 'Template visit (es), text'],
  ['changes.templates.1.name', 'New template, name'],
  ['changes.templates', 'WhatsApp templates'],
  ['changes.comet', 'changes.comet'],
])('a field the server names is told under the name it has in the form: %s', (field, words) => {
  const changes: Partial<PolicyValues> = { templates: [template, { ...template, name: '' }] };
  expect(fieldWords(field, changes)).toBe(words);
});

test('what happens when sending fails is told in figures', () => {
  const policy = policySchema.parse(defaultPolicy);
  expect(valueWords('retryPausesMs', policy)).toBe('5 min, 15 min, 1 h, 4 h, 24 h; then it is a dead letter');
  expect(valueWords('retryPausesMs', { ...policy, retryPausesMs: [] })).toBe('Never: it is a dead letter at once');
  expect(valueWords('breaker', policy)).toBe('1 min at first, after 5 failures in a row; all go again when 3 went through');
  expect(valueWords('delayedMail', policy)).toBe('2 d after 3 reports within 14 days');
  expect(valueWords('delayedMail', { ...policy, delayedMail: { reports: 1, restMs: 5_400_000 } })).toBe('90 min after 1 report');
});

test('what a replay says nothing of is named', () => {
  expect(notPlayedWords(['breaker'])).toBe('Not played again: “A channel in trouble rests”. It follows what servers answer.');
  expect(notPlayedWords(['delayedMail', 'retryPausesMs'])).toContain('tried again after”. They follow');
});
