import { expect, test } from 'vitest';
import { isAsEdited } from './kept-edit.ts';

const edit = { baseHash: 'h1', recipient: 'jo@example.com', subject: 'Keys', body: 'Bring the keys. ', template: null };
const template = { name: 'follow_up', language: 'en_US', parameters: ['Jo'] };

test('a save whose answer was lost is known by what the draft says now', () => {
  const { baseHash: _, ...draft } = edit;
  expect(isAsEdited({ ...draft, body: 'Bring the keys.' }, edit)).toBe(true);
  expect(isAsEdited({ ...draft, body: 'Bring nothing.' }, edit)).toBe(false);
  expect(isAsEdited({ ...draft, subject: null }, edit)).toBe(false);
  expect(isAsEdited({ ...draft, template }, { ...edit, template: { ...template } })).toBe(true);
  expect(isAsEdited({ ...draft, template }, { ...edit, template: { ...template, parameters: ['Lee'] } })).toBe(false);
});
