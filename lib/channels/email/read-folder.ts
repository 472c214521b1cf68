import type { ImapFlow } from 'imapflow';
import type { Inbound } from '#lib/channels/port.ts';
import { mailBytesMax, parseMail, type MailPlace } from '#lib/messages/mail/parse-mail.ts';
import { placeIn, type FolderCursor } from './cursor.ts';

/** One bounded look into one folder: what is there beyond the cursor, oldest first, and the cursor after it. */

const batchMax = 50;
/** A batch ends early when its mails are large: all of it is in memory at once. */
const batchBytesMax = 60 * 1024 * 1024;

export interface FolderRead {
  readonly items: readonly Inbound[];
  readonly cursor: FolderCursor;
  readonly note: string;
  readonly more: boolean;
}

export interface ReadOptions {
  readonly folder: MailPlace['folder'];
  readonly own: string;
  readonly skip: (inbound: Inbound) => boolean;
}

export async function readFolder(client: ImapFlow, path: string, known: FolderCursor | null, options: ReadOptions & { nowMs: number }): Promise<FolderRead> {
  // Read-only (EXAMINE), and the fetch is BODY.PEEK: nothing is ever marked as seen.
  const lock = await client.getMailboxLock(path, { readOnly: true });
  try {
    if (!client.mailbox) throw new Error(`the folder ${path} is not open`);
    const place = placeIn(known, String(client.mailbox.uidValidity), options.nowMs);
    const waiting = await uidsBeyond(client, place);
    const { items, count } = await readBatch(client, waiting, options);
    const note = place.startedOver ? `${path} was made anew by the mail server (UIDVALIDITY ${known?.uidValidity} became ${place.uidValidity}): it is read again and known messages are recognised.` : '';
    const { uidValidity, sinceMs } = place;
    return { items, cursor: { uidValidity, sinceMs, uid: waiting[count - 1] ?? place.uid }, note, more: count < waiting.length };
  } finally {
    lock.release();
  }
}

async function uidsBeyond(client: ImapFlow, place: FolderCursor): Promise<number[]> {
  // `n:*` always names the newest message, even when its UID is below n.
  const found = await client.search({ uid: `${place.uid + 1}:*`, ...(place.uid === 0 ? { since: new Date(place.sinceMs) } : {}) }, { uid: true });
  return (found || []).filter((uid) => uid > place.uid).sort((a, b) => a - b);
}

async function fitting(client: ImapFlow, uids: readonly number[], bytesMax: number): Promise<{ uid: number; size: number }[]> {
  if (uids.length === 0) return [];
  const sizes = new Map<number, number>();
  for await (const { uid, size } of client.fetch(uids.join(','), { uid: true, size: true }, { uid: true })) sizes.set(uid, size ?? 0);
  const batch: { uid: number; size: number }[] = [];
  let total = 0;
  for (const uid of uids) {
    const size = sizes.get(uid) ?? 0;
    total += Math.min(size, mailBytesMax);
    if (batch.length > 0 && total > bytesMax) break;
    batch.push({ uid, size });
  }
  return batch;
}

/** Null when it was deleted in the meantime. */
async function fetchOne(client: ImapFlow, uid: number, size: number, { folder, own }: ReadOptions): Promise<Inbound | null> {
  const tooLarge = size > mailBytesMax;
  const got = await client.fetchOne(String(uid), tooLarge ? { uid: true, internalDate: true, envelope: true } : { uid: true, internalDate: true, source: true }, { uid: true });
  if (!got) return null;
  const receivedAt = new Date(got.internalDate ?? Number.NaN).getTime();
  if (tooLarge) {
    const { subject, from, messageId } = got.envelope ?? {};
    const what = `“${subject ?? ''}” from ${from?.[0]?.address ?? 'an unknown sender'}`;
    return { kind: 'unreadable', channel: 'email', externalId: (messageId ?? `uid.${uid}.${size}`).replace(/[<>\s]/g, ''), why: `${what} has ${Math.round(size / 1024 / 1024)} MB; at most ${mailBytesMax / 1024 / 1024} MB are read. It stays in the mailbox.`, raw: null };
  }
  return got.source ? parseMail(got.source, { own, folder, receivedAt: Number.isFinite(receivedAt) ? receivedAt : 0 }) : null;
}

export interface FolderBatch {
  readonly items: readonly Inbound[];
  /** How many of the waiting mails it covers: at least one, while there are any. */
  readonly count: number;
}

/** The first of these mails, as many as one batch holds. */
export async function readBatch(client: ImapFlow, waiting: readonly number[], { batchBytes = batchBytesMax, ...options }: ReadOptions & { batchBytes?: number }): Promise<FolderBatch> {
  const batch = await fitting(client, waiting.slice(0, batchMax), batchBytes);
  const items: Inbound[] = [];
  for (const { uid, size } of batch) {
    const inbound = await fetchOne(client, uid, size, options);
    if (inbound && !options.skip(inbound)) items.push(inbound);
  }
  return { items, count: batch.length };
}
