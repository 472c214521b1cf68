import { setTimeout as after } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import type { Clock } from '#lib/clock.ts';
import type { Batch, Inbound } from '#lib/channels/port.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { abortable, openImap } from './imap.ts';
import type { MailServer } from './mail-server.ts';
import { domainOf, idempotencyKeyOf } from '#lib/messages/mail/message-id.ts';
import { readFolder } from './read-folder.ts';
import { findSentFolder } from './sent-folder.ts';

/** The watermark is kept under this name; the cursor holds both folders, so that one commit moves both. */
export const mailboxSource = 'mailbox';

export interface MailboxReader {
  receive(cursor: string | null, options: { signal: AbortSignal; waitMs: number }): Promise<Batch>;
  close(): void;
}

/** Reads INBOX and the folder of sent mail over one connection that is kept for IDLE; after any trouble the next call opens a new one. */
export function createMailboxReader(server: MailServer, own: string, clock: Clock): MailboxReader {
  let open: { client: ImapFlow; sentPath: string | null } | null = null;

  async function connection(signal: AbortSignal) {
    if (open?.client.usable) return open;
    open?.client.close();
    const client = await openImap(server, signal);
    return (open = { client, sentPath: await abortable(client, signal, server, () => findSentFolder(client)) });
  }

  async function look(from: string | null, signal: AbortSignal): Promise<Batch> {
    const { client, sentPath } = await connection(signal);
    const known = readCursor(from);
    const nowMs = clock.now();
    return abortable(client, signal, server, async () => {
      const options = { own, nowMs };
      const sent = sentPath === null ? null : await readFolder(client, sentPath, known.sent, { ...options, folder: 'sent', skip: (item) => isOurs(item, own) });
      // INBOX last: it stays selected, and the server speaks up about it.
      const inbox = await readFolder(client, 'INBOX', known.inbox, { ...options, folder: 'inbox', skip: () => false });
      return {
        items: [...inbox.items, ...(sent?.items ?? [])], source: mailboxSource, cursor: writeCursor({ inbox: inbox.cursor, sent: sent?.cursor ?? known.sent }),
        note: [inbox.note, sent?.note].filter(Boolean).join(' '), more: inbox.more || (sent?.more ?? false),
      };
    });
  }

  return {
    async receive(cursor, { signal, waitMs }) {
      const { client } = await connection(signal);
      const arrived = new AbortController();
      const note = () => arrived.abort();
      client.on('exists', note);
      client.on('close', note);
      try {
        const first = await look(cursor, signal);
        if (first.items.length > 0 || first.more || first.note !== '' || waitMs <= 0 || first.cursor !== cursor) return first;
        await idle(client, waitMs, AbortSignal.any([signal, arrived.signal]));
        return signal.aborted ? first : await look(first.cursor, signal);
      } finally {
        client.off('exists', note);
        client.off('close', note);
      }
    },
    close() {
      open?.client.close();
      open = null;
    },
  };
}

/** What the router filed itself is recorded already, through its approval. */
export function isOurs(inbound: Inbound, own: string): boolean {
  const id = inbound.kind === 'message' ? inbound.message.externalId : inbound.externalId;
  return idempotencyKeyOf(id, domainOf(own)) !== null;
}

/** IDLE until something arrives, the time is over or the signal aborts. Where the server knows no IDLE, the time is the poll. */
async function idle(client: ImapFlow, waitMs: number, until: AbortSignal): Promise<void> {
  if (until.aborted) return;
  const idling = client.idle();
  // Its trouble shows again, and is told, in the next command on this connection.
  idling.catch(() => undefined);
  await after(waitMs, undefined, { signal: until }).catch((error: unknown) => {
    if (!until.aborted) throw error;
  });
  if (client.usable) await client.noop().catch(() => client.close());
}
