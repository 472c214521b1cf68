import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rendered } from '#lib/policy/message-template.ts';
import { previewParts } from './template-words.ts';

test('values are told from words, and a missing one shows its place', () =>
  expect(previewParts('Hello {{1}}, on {{2}}.', ['Kim'])).toEqual([{ text: 'Hello ', is: 'text' }, { text: 'Kim', is: 'value' }, { text: ', on ', is: 'text' }, { text: '{{2}}', is: 'place' }, { text: '.', is: 'text' }]));

test('the parts together are the text that is sent', () =>
  fc.assert(fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (words, a, b) => {
    const body = `Hi {{2}} ${words.replaceAll(/[{}]/g, '')} {{1}}{{2}}.`;
    expect(previewParts(body, [a, b]).map(({ text }) => text).join('')).toBe(rendered({ body }, [a, b]));
  })));
