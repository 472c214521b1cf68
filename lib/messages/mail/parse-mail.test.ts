import { describe, expect, test } from 'vitest';
import type { Inbound, InboundMessage } from '#lib/channels/port.ts';
import { parseMail } from './parse-mail.ts';
import { bounceMail, complaintMail, mailText } from './testing/mails.ts';

const place = { own: 'ana@example.com', folder: 'inbox', receivedAt: Date.UTC(2026, 4, 2) } as const;
const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);
const read = (text: string | Uint8Array): Promise<Inbound> => parseMail(typeof text === 'string' ? bytes(text) : text, place);

async function message(text: string | Uint8Array): Promise<InboundMessage> {
  const inbound = await read(text);
  if (inbound.kind !== 'message') throw new Error(inbound.why);
  return inbound.message;
}

test('an ordinary mail', async () => {
  const text = mailText({ 'Subject': 'Re: Visit', 'In-Reply-To': '<a@x>', 'References': '<r@x>\r\n <a@x>', 'Message-ID': '<m1@example.net>' }, 'Yes, 5 suits.\r\n');
  expect(await message(text)).toMatchObject({
    channel: 'email', direction: 'in', externalId: 'm1@example.net', address: { kind: 'email', value: 'lee@example.net' }, displayName: 'Lee Wong',
    subject: 'Re: Visit', text: 'Yes, 5 suits.', truncated: false, inReplyTo: 'a@x', references: ['r@x', 'a@x'], nature: { kind: 'ordinary' }, sentAt: Date.UTC(2026, 4, 1, 12),
  });
});

describe('nasty mail', () => {
  test('without a Message-ID the same bytes have the same id, others another', async () => {
    const a = await message(mailText({ 'Message-ID': null }, 'one'));
    expect(a.externalId).toMatch(/^sha256\.[0-9a-f]{64}@/);
    expect((await message(mailText({ 'Message-ID': null }, 'one'))).externalId).toBe(a.externalId);
    expect((await message(mailText({ 'Message-ID': null }, 'two'))).externalId).not.toBe(a.externalId);
  });
  test('encoded words, also with a line break smuggled inside', async () => {
    const got = await message(mailText({ Subject: '=?utf-8?B?' + Buffer.from('Visita\r\nBcc: eve@x.y ¡sí!').toString('base64') + '?=' }, 'x'));
    expect(got.subject).toBe('Visita Bcc: eve@x.y ¡sí!');
  });
  test('a name that turns the reading direction', async () => {
    expect((await message(mailText({ From: '"\u202Eeel" <lee@example.net>' }, 'x'))).displayName).toBe('eel');
  });
  test('an unknown charset and bytes that are no UTF-8', async () => {
    expect((await message(bytes(mailText({ 'Content-Type': 'text/plain; charset=klingon-8' }, 'caf\xe9'), 'latin1'))).text).toMatch(/^caf/);
    expect((await message(bytes(mailText({ 'Content-Type': 'text/plain; charset=utf-8' }, 'caf\xe9 \xff\xfe'), 'latin1'))).text.isWellFormed()).toBe(true);
    expect((await message(bytes(mailText({ 'Content-Type': 'text/plain; charset=iso-8859-1' }, 'caf\xe9'), 'latin1'))).text).toBe('café');
  });
  test('NULs in headers and body', async () => {
    const got = await message(mailText({ Subject: 'a\0b' }, 'c\0d'));
    expect(got.subject).toBe('a b');
    expect(got.text).toBe('cd');
  });
  test('HTML only: words, no script, no picture, no tracking', async () => {
    const got = await message(mailText({ 'Content-Type': 'text/html' }, '<style>p{}</style><script>alert(1)</script><p>Yes&nbsp;please</p><img src="https://track.example/x.gif" alt="pixel"><p>Lee</p>'));
    expect(got.text).toMatch(/^Yes.please\n+Lee$/u);
  });
  test('multipart nested 500 deep is unreadable with a reason, not a crash', async () => {
    let text = mailText({ 'Content-Type': 'multipart/mixed; boundary=b0' }, '');
    for (let i = 0; i < 500; i++) text += `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`;
    expect(await read(text)).toMatchObject({ kind: 'unreadable', why: expect.stringMatching(/could not be read/) });
  });
  test('HTML nested 50,000 deep', async () => {
    expect((await message(mailText({ 'Content-Type': 'text/html' }, `<p>hello</p>${'<div>'.repeat(50_000)}deep`))).text).toContain('hello');
  });
  test('a boundary that never comes and one that never ends', async () => {
    expect(await message(mailText({ 'Content-Type': 'multipart/mixed; boundary=zzz' }, 'no parts at all'))).toMatchObject({ externalId: 'm@example.net' });
    expect((await message(mailText({ 'Content-Type': 'multipart/mixed; boundary=z' }, '--z\r\n\r\nhello'))).text).toBe('hello');
  });
  test('a body of ten megabytes is cut and says so', async () => {
    const got = await message(mailText({}, 'lorem ipsum '.repeat(900_000)));
    expect(got.truncated).toBe(true);
    expect(got.text.length).toBeLessThanOrEqual(100_000);
  });
  test('a header of three megabytes', async () => {
    expect(await read(mailText({ 'X-Long': 'x'.repeat(3_000_000) }, 'x'))).toMatchObject({ kind: 'unreadable' });
  });
  test('more than is read at all', async () => {
    expect(await read(Buffer.alloc(41 * 1024 * 1024, 'x'))).toMatchObject({ kind: 'unreadable', why: expect.stringContaining('MB'), raw: null });
  });
  test.each([
    ['nothing', ''],
    ['a picture', '\x89PNG\r\n\x1a\n\0\0\0'],
    ['no sender', mailText({ From: null }, 'x')],
    ['a sender that is no address', mailText({ From: 'Lee <not an address>' }, 'x')],
  ])('%s is unreadable and says why', async (_, text) => {
    const inbound = await read(bytes(text, 'latin1'));
    expect(inbound.kind === 'unreadable' && inbound.why.length > 5).toBe(true);
  });
  test('full-width letters and an IDN are the same address as their plain forms', async () => {
    expect((await message(mailText({ From: 'lee@ｅxample.net' }, 'x'))).address.value).toBe('lee@example.net');
    expect((await message(mailText({ From: 'Lee <LEE@BÜCHER.example>' }, 'x'))).address.value).toBe('lee@xn--bcher-kva.example');
  });
  test('an attachment name with a path and a header in it', async () => {
    const got = await message(
      mailText({ 'Content-Type': 'multipart/mixed; boundary=b' }, '--b\r\n\r\nhi\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="../../etc/pass\twd.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--b--\r\n'),
    );
    expect(got.text).toBe('hi');
    expect(got.attachments).toEqual([{ name: '.._.._etc_pass wd.pdf', sizeBytes: 5, mediaType: 'application/pdf' }]);
  });
  test('a Date from the future or from nowhere is replaced by the arrival', async () => {
    for (const date of ['Fri, 01 Jan 2999 00:00:00 +0000', 'yesterday-ish', 'Thu, 01 Jan 1970 00:00:00 +0000']) expect((await message(mailText({ Date: date }, 'x'))).sentAt).toBe(place.receivedAt);
  });
  test('a reference list of a megabyte keeps its newest', async () => {
    const ids = Array.from({ length: 3000 }, (_, i) => `<m${i}@x>`).join(' ');
    expect((await message(mailText({ References: ids }, 'x'))).references.at(-1)).toBe('m2999@x');
  });
});

describe('written by a program', () => {
  test.each([
    ['Auto-Submitted', { 'Auto-Submitted': 'auto-replied' }],
    ['Auto-Submitted with a parameter', { 'Auto-Submitted': 'auto-generated; owner-email="x@y.z"' }],
    ['Precedence', { Precedence: 'bulk' }],
    ['a list', { 'List-Id': '<homes.example>' }],
    ['a newsletter', { 'List-Unsubscribe': '<https://x.example>' }],
    ['X-Autoreply', { 'X-Autoreply': 'yes' }],
    ['an empty return path', { 'Return-Path': '<>' }],
    ['a no-reply sender', { From: 'Portal <no-reply@portal.example>' }],
    ['an out-of-office subject with an Exchange header', { 'Subject': 'Automatic reply: Visit', 'X-MS-Exchange-Generated-Message-Source': 'Mailbox Rules Agent' }],
    ['our own address', { From: 'ana@example.com' }],
  ])('%s', async (_, headers) => expect((await message(mailText(headers, 'x'))).nature).toMatchObject({ kind: 'auto_reply', why: expect.any(String) }));

  test.each([
    ['Auto-Submitted: no', { 'Auto-Submitted': 'no' }],
    ['an out-of-office subject alone', { Subject: 'Out of office next week: can we meet before?' }],
    ['a person called Noreen', { From: 'noreen@example.net' }],
    ['an X-Auto-Response-Suppress that asks for no receipts', { 'X-Auto-Response-Suppress': 'RN' }],
  ])('%s is a person', async (_, headers) => expect((await message(mailText(headers, 'x'))).nature).toEqual({ kind: 'ordinary' }));
});

describe('delivery reports', () => {
  const about = (mail: InboundMessage) => (mail.nature.kind === 'bounce' ? mail.nature : null);
  test('a permanent one about a message of ours', async () => {
    expect(about(await message(bounceMail({ returned: '<apr_1.2@example.com>' })))).toEqual({ kind: 'bounce', permanent: true, aboutIdempotencyKey: 'apr_1.2', aboutDomain: 'example.com', why: 'Could not be delivered · 5.1.1 · smtp; 550 5.1.1 nobody here' });
  });
  test('a delay, and a failure with a transient code', async () => {
    expect(about(await message(bounceMail({ returned: '<apr_1.2@example.com>', action: 'delayed', status: '4.4.1' })))).toMatchObject({ permanent: false });
    expect(about(await message(bounceMail({ returned: '<apr_1.2@example.com>', status: '4.4.7' })))).toMatchObject({ permanent: false });
  });
  test.each([['<apr_1.2@Before.example>', 'before.example'], ['<apr_1.2@example.com.evil.example>', 'example.com.evil.example']])('one that returns %s says which domain it names, ours now or not', async (returned, domain) => {
    expect(about(await message(bounceMail({ returned })))).toMatchObject({ aboutIdempotencyKey: 'apr_1.2', aboutDomain: domain });
  });
  test.each(['<somebody-else@example.com>', '<apr_1.2@example.com> <apr_1.2@evil.example>', '<apr_1.2@example.com> <apr_2.1@example.com>'])('one that returns %s is about nothing of ours', async (returned) => {
    const nature = about(await message(bounceMail({ returned })));
    expect(nature).toMatchObject({ aboutIdempotencyKey: null });
    expect(nature).not.toHaveProperty('aboutDomain');
  });
  test('our id in the text or in the references of the report itself counts for nothing', async () => {
    const forged = bounceMail({ returned: null, headers: { 'In-Reply-To': '<apr_1.2@example.com>', 'References': '<apr_1.2@example.com>' } });
    expect(about(await message(forged))).toMatchObject({ aboutIdempotencyKey: null });
  });
  test('a complaint about a message of ours, and feedback that is none', async () => {
    expect(about(await message(complaintMail({ returned: '<apr_1.2@example.com>' })))).toEqual({ kind: 'bounce', permanent: true, complaint: true, aboutIdempotencyKey: 'apr_1.2', aboutDomain: 'example.com', why: 'The recipient reported it as abuse' });
    expect(about(await message(complaintMail({ returned: '<apr_1.2@evil.example>' })))).toMatchObject({ aboutDomain: 'evil.example' });
    expect((await message(complaintMail({ returned: '<apr_1.2@example.com>', type: 'not-spam' }))).nature.kind).toBe('auto_reply');
  });
  test('a mail that only says so in its subject is none', async () => {
    expect(about(await message(mailText({ Subject: 'Undelivered Mail Returned to Sender' }, 'Message-ID: <apr_1.2@example.com>')))).toBeNull();
  });
});

test('what a teammate wrote elsewhere is on our side, to the other person', async () => {
  const text = mailText({ From: 'Ana <ana@example.com>', To: 'ana@example.com, Lee Wong <lee@example.net>', Cc: 'Bo <bo@example.net>' }, 'x');
  for (const folder of ['sent', 'file'] as const) {
    const inbound = await parseMail(bytes(text), { ...place, folder });
    expect(inbound).toMatchObject({ kind: 'message', message: { direction: 'out', address: { value: 'lee@example.net' }, alsoTo: [{ kind: 'email', value: 'bo@example.net' }], nature: { kind: 'ordinary' } } });
  }
});
