import type { OurSend } from '#lib/approvals/attempt-under.ts';
import { staleEvents, staleEventsForLead } from '#lib/approvals/staleness.ts';
import type { InboundMessage } from '#lib/channels/port.ts';
import type { DncFields } from '#lib/dnc/entry.ts';
import { suppressionUnlessListed } from '#lib/dnc/suppress.ts';
import { policyOf } from '#lib/policy/policy.ts';
import { returnedEvents } from '#lib/policy/returned-events.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Nature } from './message.ts';
import { eachOnce, recorded, type Disposition, type Drawn, type Taken } from './taken.ts';

/** What mail systems report of a mail of ours. */

type Bounce = Extract<Nature, { kind: 'bounce' }>;
type Report = InboundMessage & { readonly nature: Bounce };

/**
 * A permanent report ends all mail to that address, a complaint every message to that person. Whether the approval was sent is not decided here: the report is
 * evidence; but that an attempt which nobody knew about did go out keeps the next one until somebody has read of it.
 */
export async function reportEvents(reads: Reads, report: Report, drawn: Drawn, send: OurSend): Promise<Taken> {
  const { approval, attempt } = send;
  const { nature } = report;
  const events = await recorded(reads, report, drawn, { leadId: approval.leadId, contactId: null }, approval.conversationId);
  const arrived = attempt.outcome?.kind === 'unknown' ? staleEvents(approval, { kind: 'arrived_before', attempt: attempt.number }) : [];
  const disposition: Disposition = { kind: 'bounce', messageId: drawn.messageId, why: `${nature.why} (${attempt.recipient})` };
  if (!nature.permanent) return { events: [...events, ...arrived], disposition };
  const suppressed = await suppressionUnlessListed(reads, dncFieldsOf(nature, send, drawn), drawn.dncId);
  const stale = await staleEventsForLead(reads, approval.leadId, { kind: 'dnc_changed' });
  const { returnedShareMax } = policyOf(drawn.policy, await reads.policy.get());
  // The attempt says what it went out from: the draft may have been changed since.
  const returned = await returnedEvents(reads, attempt, returnedShareMax, drawn.now);
  return { events: [...events, ...eachOnce([...suppressed, ...arrived, ...stale]), ...returned], disposition };
}

function dncFieldsOf(nature: Bounce, { approval, attempt }: OurSend, { messageId }: Drawn): DncFields {
  const common = { reason: nature.why, source: `${nature.complaint ? 'complaint' : 'bounce'}:${messageId}` };
  if (nature.complaint) return { kind: 'lead', value: approval.leadId, channel: 'all', ...common };
  return { kind: 'email', value: attempt.recipient, channel: 'email', ...common };
}
