import type { ImapFlow } from 'imapflow';
import type { Reconciliation } from '#lib/channels/port.ts';
import { messageIdOf } from '#lib/messages/mail/message-id.ts';
import { parseMail } from '#lib/messages/mail/parse-mail.ts';
import type { Nature } from '#lib/messages/message.ts';
import type { Mail } from './compose.ts';

/** The folder of sent mail: found by its special use (RFC 6154), filed into, and asked what became of a dispatch. */

export async function findSentFolder(client: ImapFlow): Promise<string | null> {
  const folders = await client.list();
  return folders.find((folder) => folder.specialUse === '\\Sent')?.path ?? null;
}

/** Files a copy unless one with this Message-ID is there: many servers file one by themselves, and this may run again. */
export async function fileInSent(client: ImapFlow, mail: Mail, at: number): Promise<void> {
  let path = await findSentFolder(client);
  if (path === null) path = (await client.mailboxCreate('Sent')).path;
  if ((await uidsWith(client, path, 'message-id', mail.messageId)).length > 0) return;
  await client.append(path, mail.bytes, ['\\Seen'], new Date(at));
}

/**
 * A copy in Sent, an answer that names our Message-ID, or a delivery report that returns it proves that the server took it.
 * Finding none proves nothing: servers need not file copies, so the answer is never `not_sent`.
 */
export async function lookForSent(client: ImapFlow, messageId: string, own: string): Promise<Reconciliation> {
  const sent = await findSentFolder(client);
  if (sent !== null && (await uidsWith(client, sent, 'message-id', messageId)).length > 0)
    return { kind: 'sent', providerId: messageId, evidence: `A copy with the Message-ID ${messageId} is in the folder ${sent}.` };
  for (const name of ['in-reply-to', 'references'] as const)
    if ((await uidsWith(client, 'INBOX', name, messageId)).length > 0) return { kind: 'sent', providerId: messageId, evidence: `A message in INBOX answers ${messageId}.` };
  if (await reportIn(client, messageId, own)) return { kind: 'sent', providerId: messageId, evidence: `A delivery report about ${messageId} is in INBOX.` };
  return { kind: 'cannot_tell', evidence: `Neither ${sent ?? 'a folder of sent mail'} nor INBOX says anything about ${messageId}.` };
}

async function uidsWith(client: ImapFlow, path: string, header: string, messageId: string): Promise<number[]> {
  const lock = await client.getMailboxLock(path, { readOnly: true });
  try {
    return (await client.search({ header: { [header]: messageId } }, { uid: true })) || [];
  } finally {
    lock.release();
  }
}

const reportsMax = 5;

async function reportIn(client: ImapFlow, messageId: string, own: string): Promise<boolean> {
  const lock = await client.getMailboxLock('INBOX', { readOnly: true });
  try {
    const found = (await client.search({ body: messageId, smaller: 1024 * 1024 }, { uid: true })) || [];
    for (const uid of found.slice(-reportsMax)) {
      const got = await client.fetchOne(String(uid), { source: true }, { uid: true });
      const inbound = got && got.source ? await parseMail(got.source, { own, folder: 'inbox', receivedAt: 0 }) : null;
      if (inbound?.kind === 'message' && isReportAbout(inbound.message.nature, messageId)) return true;
    }
    return false;
  } finally {
    lock.release();
  }
}

function isReportAbout(nature: Nature, messageId: string): boolean {
  if (nature.kind !== 'bounce' || nature.aboutIdempotencyKey === null || nature.aboutDomain === undefined) return false;
  return messageIdOf(nature.aboutIdempotencyKey, nature.aboutDomain) === messageId;
}
