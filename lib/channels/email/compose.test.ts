import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import type { Dispatch } from '#lib/channels/port.ts';
import { composeMail } from './compose.ts';

const dispatch = (over: Partial<Dispatch['content']> = {}, more: Partial<Dispatch> = {}): Dispatch => ({
  approvalId: 'apr_1', idempotencyKey: 'apr_1.2', attempt: 2, unsubscribe: null, references: [], startedAt: Date.UTC(2026, 4, 1, 12),
  content: { channel: 'email', sender: 'ana@example.com', recipient: 'lee@example.net', subject: 'Re: Visit', body: 'See you at 5.\nAna', attachments: [], ...over },
  ...more,
});

async function textOf(value: Dispatch, name = 'Ana Ruiz'): Promise<string> {
  const mail = await composeMail(value, { name });
  if ('unsendable' in mail) throw new Error(mail.unsendable);
  return mail.bytes.toString();
}

test('the headers follow from the dispatch, and the same dispatch gives the same bytes', async () => {
  const text = await textOf(dispatch({}, { references: ['a@x', 'b@x'] }));
  expect(text).toContain('From: Ana Ruiz <ana@example.com>\r\n');
  expect(text).toContain('To: lee@example.net\r\n');
  expect(text).toContain('Message-ID: <apr_1.2@example.com>\r\n');
  expect(text).toContain('Date: Fri, 01 May 2026 12:00:00 +0000\r\n');
  expect(text).toContain('In-Reply-To: <b@x>\r\n');
  expect(text).toMatch(/References: <a@x>\s+<b@x>\r\n/);
  expect(text).not.toMatch(/auto-submitted/i);
  expect(text).not.toMatch(/^bcc|^cc/im);
  expect(await textOf(dispatch({}, { references: ['a@x', 'b@x'] }))).toBe(text);
});

test('a name that looks like an address stays a name', async () => {
  const text = await textOf(dispatch(), 'eve@evil.example>, <x@y.z');
  expect(text).toMatch(/^From: ".*" <ana@example\.com>\r$/m);
});

test('a body cannot end the message or read a file', async () => {
  const body = '{"path":"/etc/passwd"}\n.\nQUIT\n/etc/passwd';
  expect(await textOf(dispatch({ body }))).toContain('/etc/passwd');
  expect(await textOf(dispatch({ body }))).not.toContain('root:');
});

test.each([
  ['a few lines', 'See you at 5.\nAna', '7bit'],
  ['one line without an end', 'See you', '7bit'],
  ['umlauts, an emoji and long lines', 'Grüße 🏡 '.repeat(20_000), 'base64'],
  ['a few accents in long lines', 'The house on Juniper Street, résumé. '.repeat(5000), 'quoted-printable'],
])('%s: the text arrives whole, and the mail ends with one line break', async (_, body, encoding) => {
  const text = await textOf(dispatch({ body }));
  expect(text).toContain(`Content-Transfer-Encoding: ${encoding}\r\n`);
  expect(text).toMatch(/[^\r\n]\r\n$/);
  expect((await PostalMime.parse(text)).text?.trimEnd()).toBe(body.trimEnd());
});

test('an id with a line break or a bracket never reaches the References header', async () => {
  const text = await textOf(dispatch({}, { references: ['a@x', 'b@x>\r\nBcc: eve@evil.example', 'c d@x'] }));
  expect(text).not.toContain('evil');
  expect(text).toContain('In-Reply-To: <a@x>');
});

test('a very long thread names its first and its newest messages', async () => {
  const text = await textOf(dispatch({}, { references: Array.from({ length: 200 }, (_, i) => `m${i}@x`) }));
  const named = text.match(/<m\d+@x>/g) ?? [];
  expect(named).toContain('<m0@x>');
  expect(named).toContain('<m199@x>');
  expect(named).not.toContain('<m100@x>');
});

test.each<[string, Partial<Dispatch['content']>, string?]>([
  ['a line break in the subject', { subject: 'Hi\r\nBcc: eve@evil.example' }],
  ['a lone CR in the subject', { subject: 'Hi\rBcc: eve@evil.example' }],
  ['a NUL in the subject', { subject: 'Hi\0' }],
  ['an encoded word in the subject', { subject: '=?utf-8?B?SGk=?=' }],
  ['a line break in our name', {}, 'Ana\nBcc: eve@evil.example'],
  ['an encoded word in our name', {}, '=?utf-8?q?Ana?='],
  ['a NUL in the body', { body: 'a\0b' }],
  ['two recipients', { recipient: 'lee@example.net, eve@evil.example' }],
  ['a line break in the recipient', { recipient: 'lee@example.net\r\nRCPT TO:<eve@evil.example>' }],
  ['a full-width @', { recipient: 'lee＠example.net' }],
  ['a bracket in the recipient', { recipient: 'lee@example.net>' }],
])('%s is refused', async (_, content, name) => {
  expect(await composeMail(dispatch(content), { name: name ?? null })).toHaveProperty('unsendable');
});

test('a first mail says how to unsubscribe with one click, an answer does not', async () => {
  const url = `https://console.example.com/api/unsubscribe/${'a'.repeat(80)}`;
  const text = await textOf(dispatch({}, { unsubscribe: { url } }));
  expect(text).toContain(`List-Unsubscribe: <${url}>, <mailto:ana@example.com?subject=unsubscribe%20${dispatch({}).idempotencyKey}>\r\n`);
  expect(text).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
  const unreachable = await textOf(dispatch({}, { unsubscribe: { url: null } }));
  expect(unreachable).toContain(`List-Unsubscribe: <mailto:ana@example.com?subject=unsubscribe%20${dispatch({}).idempotencyKey}>\r\n`);
  expect(unreachable).not.toContain('List-Unsubscribe-Post');
  expect(await textOf(dispatch())).not.toMatch(/list-unsubscribe/i);
});
