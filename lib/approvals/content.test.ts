import { expect, test } from 'vitest';
import { contentHash, contentOf, type Content } from './content.ts';

const text: Content = {
  channel: 'whatsapp', sender: '+17205550100', recipient: '+13035550142', subject: null, body: 'Hello Jo, see you on Friday.',
  attachments: [{ name: 'a.pdf', sizeBytes: 1, mediaType: 'application/pdf', sha256: '00' }],
};
const template = { name: 'visit', language: 'en_US', parameters: ['Jo', 'Friday'] };

test('free text has the hash it always had: what was approved before there were templates still verifies', () => {
  expect(contentHash(text)).toBe('04ed41a49ba49ea18b73f2ad4413b54bb4acb9cadf16e49a5d29c3791c457c6e');
  expect(contentHash({ ...text, template: undefined })).toBe(contentHash(text));
});

test('the template, its language and each of its values are part of what is approved', () => {
  const all = [text, ...[template, { ...template, name: 'visits' }, { ...template, language: 'en' }, { ...template, parameters: ['Jo,', 'Friday'] }, { ...template, parameters: [] }].map((each) => ({ ...text, template: each }))];
  expect(new Set(all.map(contentHash)).size).toBe(all.length);
  expect(contentHash(contentOf({ ...text, template }))).toBe(contentHash({ ...text, template }));
});
