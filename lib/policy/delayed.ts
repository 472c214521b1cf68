import { attemptUnder } from '#lib/approvals/attempt-under.ts';
import { mailboxKey } from '#lib/dnc/match.ts';
import type { Reads } from '#lib/store/port.ts';
import { delayedForMs, delayedOf, delayedRestMsMax } from './rules/returned-mail.ts';
import type { Facts } from './verdict.ts';

/** Reports that mail to this mailbox could not be delivered for now, under any row of its person, as far back as one may still count. */
export async function delayedTo(reads: Reads, recipient: string, rows: readonly string[], nowMs: number): Promise<Facts['delayed']> {
  const reports = (await Promise.all(rows.map((leadId) => reads.messages.delayedSince({ leadId, sinceMs: nowMs - delayedRestMsMax - delayedForMs })))).flat();
  const sends = await Promise.all(reports.map(({ aboutIdempotencyKey }) => attemptUnder(reads, aboutIdempotencyKey)));
  const mailbox = mailboxKey(recipient);
  const instants = reports.flatMap(({ at }, i) => {
    const send = sends[i] ?? null;
    return send !== null && mailboxKey(send.attempt.recipient) === mailbox ? [at] : [];
  });
  return delayedOf(instants);
}
