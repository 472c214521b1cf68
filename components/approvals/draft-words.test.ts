import { expect, test } from 'vitest';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { draftWords } from './draft-words.ts';

const draft = (kind: ApprovalView['origin']['kind'], editedByPerson: boolean, body = 'Hello') => ({ origin: { kind, template: null, by: null }, editedByPerson, body, firstBody: 'Hello' }) as ApprovalView;

test('only what was changed after it was written is called edited', () => {
  expect(draftWords(draft('person', true))).toBe('Written by a teammate');
  expect(draftWords(draft('person', true, 'Hello again'))).toBe('Written by a teammate, edited by a person');
  expect(draftWords(draft('reply', false))).toBe('Drafted as a reply');
  expect(draftWords(draft('reply', true))).toBe('Drafted as a reply, edited by a person');
  expect(draftWords(draft('assistant', false, 'Hello again'))).toBe('Drafted by an assistant');
});
