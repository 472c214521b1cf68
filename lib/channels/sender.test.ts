import { expect, test } from 'vitest';
import { senderName, senderOf } from './sender.ts';

const from = (text: string) => ({ email: { imapUrl: null, smtpUrl: null, from: text } });

test.each([
  ['Ana Ruiz <Ana@Example.COM>', 'ana@example.com', 'Ana Ruiz'],
  ['"Ruiz, Ana" <ana@example.com>', 'ana@example.com', 'Ruiz, Ana'],
  ['ana@example.com', 'ana@example.com', null],
])('mail goes out from the address in %s', (text, address, name) => {
  expect(senderOf(from(text), 'email')).toBe(address);
  expect(senderName(from(text))).toBe(name);
});

test('channels without credentials go out from a sandbox address', () => {
  expect(senderOf({ email: null }, 'email')).toBe('sandbox@re-engine.test');
  expect(senderOf(from('ana@example.com'), 'whatsapp')).toBe('+15550100');
});
