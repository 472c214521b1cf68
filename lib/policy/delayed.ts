import { attemptUnder } from '#lib/channels/returned-mail.ts';
import { mailboxKey } from '#lib/dnc/match.ts';
import type { MessageRow } from '#lib/messages/message.ts';
import type { Page, Reads } from '#lib/store/port.ts';
import type { Facts } from './verdict.ts';

const pageLimit = 500;
const noneDelayed: Facts['delayed'] = { count: 0, newest: null };

/** Reports since an instant that mail to this mailbox could not be delivered for now, under any row of its person. Only where there are reports at all are the messages of a row read. */
export async function delayedTo(reads: Reads, recipient: string, rows: readonly string[], sinceMs: number): Promise<Facts['delayed']> {
  const instants = (await Promise.all(rows.map((leadId) => delayedUnder(reads, recipient, leadId, sinceMs)))).flat();
  return instants.length === 0 ? noneDelayed : { count: instants.length, newest: Math.max(...instants) };
}

async function delayedUnder(reads: Reads, recipient: string, leadId: string, sinceMs: number): Promise<number[]> {
  if ((await reads.messages.delayedSince({ leadId, sinceMs })).count === 0) return [];
  const found: number[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<MessageRow> = await reads.messages.page({ leadId }, { cursor, limit: pageLimit });
    for (const row of page.items) if (row.recordedAt >= sinceMs && (await isDelayOf(reads, row, recipient))) found.push(row.recordedAt);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

async function isDelayOf(reads: Reads, row: MessageRow, recipient: string): Promise<boolean> {
  if (row.kind !== 'message' || row.nature.kind !== 'bounce' || row.nature.permanent || row.nature.aboutIdempotencyKey === null) return false;
  const attempt = await attemptUnder(reads, row.nature.aboutIdempotencyKey);
  return attempt !== null && mailboxKey(attempt.recipient) === mailboxKey(recipient);
}
