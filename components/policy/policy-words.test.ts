import { expect, test } from 'vitest';
import type { PolicyValues } from './policy-form-shape.ts';
import { fieldWords } from './policy-words.ts';

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
