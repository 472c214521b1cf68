import { expect, test } from 'vitest';
import { mailServerOf, tlsOptionsOf } from './mail-server.ts';

test('percent-encoded credentials are decoded', () => {
  expect(mailServerOf('RE_EMAIL_SMTP_URL', 'smtps://ana%40example.com:p%3A%2F%40%25%C3%BC@mail.example.com')).toEqual({
    setting: 'RE_EMAIL_SMTP_URL', host: 'mail.example.com', port: 465, tls: 'implicit', auth: { user: 'ana@example.com', pass: 'p:/@%ü' },
  });
});

test('a password never goes in the clear to another machine', () => {
  expect(mailServerOf('RE_EMAIL_SMTP_URL', 'smtp://u:p@mail.example.com').tls).toBe('required');
  expect(mailServerOf('RE_EMAIL_IMAP_URL', 'imap://u:p@127.0.0.1.example.com:1143').tls).toBe('required');
  expect(mailServerOf('RE_EMAIL_IMAP_URL', 'imap://u:p@127.0.0.1:1143')).toMatchObject({ tls: 'none', port: 1143 });
  expect(mailServerOf('RE_EMAIL_IMAP_URL', 'imap://u:p@[::1]')).toMatchObject({ tls: 'none', host: '::1', port: 143 });
});

test('certificates are checked everywhere but on this machine', () => {
  expect(tlsOptionsOf(mailServerOf('RE_EMAIL_IMAP_URL', 'imaps://u:p@mail.example.com')).rejectUnauthorized).toBe(true);
  expect(tlsOptionsOf(mailServerOf('RE_EMAIL_IMAP_URL', 'imaps://u:p@localhost')).rejectUnauthorized).toBe(false);
});

test.each([
  ['smtp://u:p%@mail.example.com', '%25'],
  ['imap://u:p@mail.example.com', 'smtp://'],
  ['mail.example.com', 'RE_EMAIL_SMTP_URL'],
])('%s is refused with the setting and what would be right', (url, words) => {
  expect(() => mailServerOf('RE_EMAIL_SMTP_URL', url)).toThrow(expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(words) }));
});
