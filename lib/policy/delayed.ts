import { attemptUnder } from '#lib/approvals/attempt-under.ts';
import { mailboxKey } from '#lib/dnc/match.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Facts } from './verdict.ts';

/** Reports since an instant that mail to this mailbox could not be delivered for now, under any row of its person. */
export async function delayedTo(reads: Reads, recipient: string, rows: readonly string[], sinceMs: number): Promise<Facts['delayed']> {
  const reports = (await Promise.all(rows.map((leadId) => reads.messages.delayedSince({ leadId, sinceMs })))).flat();
  const sends = await Promise.all(reports.map(({ aboutIdempotencyKey }) => attemptUnder(reads, aboutIdempotencyKey)));
  const mailbox = mailboxKey(recipient);
  const instants = reports.flatMap(({ at }, i) => {
    const send = sends[i] ?? null;
    return send !== null && mailboxKey(send.attempt.recipient) === mailbox ? [at] : [];
  });
  return { count: instants.length, newest: instants.length === 0 ? null : Math.max(...instants) };
}
