import { expect, test } from 'vitest';
import { readMail } from './read-mail.ts';

/** The campaign’s own reader of mails, against texts written out. */

const lines = (...all: readonly string[]) => all.join('\r\n');

test('a plain mail, a folded header, and text in quoted-printable and base64', () => {
  expect(readMail(lines('Message-ID: <a.1@example.com>', 'Subject: A', ' house', '', 'One', 'two', ''))).toEqual({ messageId: 'a.1@example.com', subject: 'A house', body: 'One\ntwo' });
  expect(readMail(lines('Content-Transfer-Encoding: quoted-printable', '', 'Gr=C3=BC=', 'sse')).body).toBe('Grüsse');
  expect(readMail(lines('Content-Transfer-Encoding: base64', '', Buffer.from('Grüsse\r\nan').toString('base64'))).body).toBe('Grüsse\nan');
});

test('of a mail in parts the first with text', () => {
  const mail = lines('Content-Type: multipart/alternative; boundary="b"', '', '--b', 'Content-Type: text/plain', '', 'Words', '--b', 'Content-Type: text/html', '', '<p>Words</p>', '--b--');
  expect(readMail(mail).body).toBe('Words');
});
