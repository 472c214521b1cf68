import { expect, test } from 'vitest';
import { isRefusal } from '#lib/errors.ts';
import { canonicalDncValue } from './canonical.ts';
import { mailboxKey } from './match.ts';

test.each([
  ['J.O+x@googlemail.com', 'jo@gmail.com'], ['jo+list@hotmail.co.uk', 'jo@hotmail.co.uk'], ['jo+x@outlook.fr', 'jo@outlook.fr'], ['jo+x@msn.com', 'jo@msn.com'], ['jo@me.com', 'jo@icloud.com'], ['jo+a@mac.com', 'jo@icloud.com'],
  ['j.o-x@pm.me', 'jox@proton.me'], ['jo.x+1@protonmail.com', 'jox@proton.me'], ['jo+x@fastmail.fm', 'jo@fastmail.fm'],
])('%s is the mailbox of %s', (spelling, mailbox) => expect(mailboxKey(spelling)).toBe(mailboxKey(mailbox)));

test.each([['j.o@example.com', 'jo@example.com'], ['jo+x@example.com', 'jo@example.com'], ['j.o@outlook.com', 'jo@outlook.com'], ['jo@hotmail.com', 'jo@outlook.com'], ['jo@hotmail.example.com', 'jo@hotmail.com'], ['+jo@gmail.com', '@gmail.com']])(
  '%s is another mailbox than %s', (one, other) => expect(mailboxKey(one)).not.toBe(mailboxKey(other)));

test.each(['acme.com', 'www.acme.com', 'http://www.acme.com', 'https://www.acme.com/', 'https://acme.com/path?x', '@acme.com', '*.acme.com', 'ACME.com', 'https://acme.com:8080/x'])('the domain %s', (text) => expect(canonicalDncValue('domain', text, 'US')).toBe('acme.com'));
test.each(['www.com', 'acme', 'https://', ''])('“%s” is read as it stands, or refused', (text) => {
  const value = canonicalDncValue('domain', text, 'US');
  expect(isRefusal(value) ? 'refused' : value).toBe(text === 'www.com' ? 'www.com' : 'refused');
});
