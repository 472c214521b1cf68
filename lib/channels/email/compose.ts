import { Writable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';
import type { Dispatch } from '#lib/channels/port.ts';
import { isRefusal } from '#lib/errors.ts';
import { parseAddress } from '#lib/leads/address.ts';
import { domainOf, messageIdOf } from '#lib/messages/mail/message-id.ts';

/** One dispatch as a mail: the same bytes on every reading, so that a copy filed later is the copy that was sent. */
export interface Mail {
  /** Without angle brackets. */
  readonly messageId: string;
  readonly envelope: { readonly from: string; readonly to: string };
  readonly bytes: Buffer;
}

/** Why a dispatch cannot be put into a mail; a person has to change it. */
export interface Unsendable {
  readonly unsendable: string;
}

/** Past this many, only the first and the newest are named (RFC 5322 sets no limit, servers do). */
const referencesMax = 20;

/**
 * From and To as address objects (a name can never become an address), To without a name, as none was approved; Date from when the attempt was recorded. No
 * Auto-Submitted: a person approved it (RFC 3834). What could write a header of its own is refused, not cleaned: the reviewer saw another text.
 */
export async function composeMail(dispatch: Dispatch, from: { name: string | null }): Promise<Mail | Unsendable> {
  const { content } = dispatch;
  const why = whyUnsendable(dispatch, from.name);
  if (why !== null) return { unsendable: why };
  const messageId = messageIdOf(dispatch.idempotencyKey, domainOf(content.sender));
  const references = referencesOf(dispatch.references);
  const last = references.at(-1);
  const node = new MailComposer({
    from: { name: from.name ?? '', address: content.sender },
    to: { name: '', address: content.recipient },
    subject: content.subject ?? '',
    text: content.body,
    date: new Date(dispatch.startedAt),
    messageId: `<${messageId}>`,
    ...(last === undefined ? {} : { inReplyTo: `<${last}>`, references: references.map((id) => `<${id}>`) }),
    ...(dispatch.unsubscribe === null ? {} : { headers: unsubscribeHeaders(dispatch.unsubscribe.url, content.sender, dispatch.idempotencyKey) }),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return { messageId, envelope: { from: content.sender, to: content.recipient }, bytes: await bytesOf(node) };
}

/** What `node.build()` gives, without the streams between: they take a third of the time for a mail of a few lines. */
async function bytesOf(node: MimeNode): Promise<Buffer> {
  const parts: Buffer[] = [];
  const into = new Writable({
    write: (part: Buffer, _, done) => {
      parts.push(part);
      done();
    },
  });
  await new Promise<void>((resolve, reject) => node.stream(into, {}, (error) => (error ? reject(error) : resolve())));
  const bytes = Buffer.concat(parts);
  return bytes.at(-1) === 0x0a ? bytes : Buffer.concat([bytes, Buffer.from(bytes.at(-1) === 0x0d ? '\n' : '\r\n')]);
}

/** RFC 2369 and RFC 8058: one click where mail programs can reach us, and a mail in any case; it names what it is about, whatever address it comes from. */
function unsubscribeHeaders(url: string | null, sender: string, idempotencyKey: string): Record<string, { prepared: true; foldLines: false; value: string }> {
  const as = (value: string) => ({ prepared: true, foldLines: false, value }) as const;
  const mail = `<mailto:${encodeURIComponent(sender).replace('%40', '@')}?subject=unsubscribe%20${idempotencyKey}>`;
  if (url === null) return { 'List-Unsubscribe': as(mail) };
  return { 'List-Unsubscribe': as(`<${url}>, ${mail}`), 'List-Unsubscribe-Post': as('List-Unsubscribe=One-Click') };
}

function referencesOf(ids: readonly string[]): string[] {
  const good = ids.filter((id) => /^[^\s<>@\p{Cc}]+@[^\s<>@\p{Cc}]+$/u.test(id) && id.length <= 250);
  return good.length <= referencesMax ? good : [good[0] ?? '', ...good.slice(1 - referencesMax)];
}

function whyUnsendable({ content }: Dispatch, senderName: string | null): string | null {
  if (content.attachments.length > 0) return 'Attachments are not sent by e-mail yet.';
  if (content.body.includes('\0')) return 'The text contains a NUL character.';
  for (const [what, text] of [['subject', content.subject ?? ''], ['sender’s name', senderName ?? '']] as const) {
    if (/[\p{Cc}\u2028\u2029]/u.test(text)) return `The ${what} contains a line break or another control character.`;
    if (/=\?[^?\s]+\?[bq]\?/i.test(text)) return `The ${what} contains an encoded word (=?…?=), which mail programs would show as another text.`;
  }
  for (const [what, text] of [['recipient', content.recipient], ['sender', content.sender]] as const) {
    const address = parseAddress('email', text);
    if (isRefusal(address)) return `The ${what}: ${address.message}`;
    if (address.value !== text) return `The ${what} “${text}” is not in its canonical form ${address.value}.`;
  }
  return null;
}
