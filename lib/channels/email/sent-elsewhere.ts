import type { ImapFlow } from 'imapflow';
import type { Inbound } from '#lib/channels/port.ts';
import { abortable, openImap } from './imap.ts';
import { isOurs } from './inbox.ts';
import type { MailServer } from './mail-server.ts';
import { readBatch } from './read-folder.ts';
import { findSentFolder } from './sent-folder.ts';

export interface LookBack {
  /** ms since the epoch; the server counts whole days. */
  readonly sinceMs: number;
  readonly signal: AbortSignal;
}

/** As the port says, over a connection of its own, closed whatever comes of it. `batchBytes`: how much one batch holds, but for a mail that is larger alone. */
export async function* sentElsewhere(server: MailServer, own: string, { sinceMs, signal, ...limit }: LookBack & { readonly batchBytes?: number }): AsyncIterable<readonly Inbound[]> {
  const client = await openImap(server, signal);
  const step = <T>(errand: () => Promise<T>) => abortable(client, signal, server, errand);
  try {
    const path = await step(() => findSentFolder(client));
    if (path === null) return;
    let waiting = await step(() => inFolder(client, path, () => uidsSince(client, sinceMs)));
    while (waiting.length > 0) {
      const { items, count } = await step(() => inFolder(client, path, () => readBatch(client, waiting, { folder: 'sent', own, skip: (item) => isOurs(item, own), ...limit })));
      waiting = waiting.slice(count);
      if (items.length > 0) yield items;
    }
  } finally {
    client.close();
  }
}

async function inFolder<T>(client: ImapFlow, path: string, errand: () => Promise<T>): Promise<T> {
  const lock = await client.getMailboxLock(path, { readOnly: true });
  try {
    return await errand();
  } finally {
    lock.release();
  }
}

async function uidsSince(client: ImapFlow, sinceMs: number): Promise<number[]> {
  return ((await client.search({ since: new Date(sinceMs) }, { uid: true })) || []).sort((a, b) => a - b);
}
