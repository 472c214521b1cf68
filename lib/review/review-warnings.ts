import type { Approval } from '#lib/approvals/approval.ts';
import type { Reads } from '#lib/store/port.ts';
import { factWarnings } from './fact-check.ts';
import { fairHousingWarnings } from './fair-housing.ts';
import type { Warning } from './warning.ts';

/** How much of a conversation is compared with: its newest messages. */
const messagesMax = 100;

/** What somebody who reviews a draft should look at: its wording, and figures nobody has mentioned before. In the order of the text; it stops nothing. */
export async function reviewWarnings(reads: Reads, approval: Approval): Promise<Warning[]> {
  const lead = await reads.leads.get(approval.leadId);
  const { items } = await reads.messages.page(approval.conversationId === null ? { leadId: approval.leadId } : { conversationId: approval.conversationId }, { cursor: null, limit: messagesMax });
  const told = items.flatMap((row) => (row.kind === 'message' ? [`${row.subject ?? ''}\n${row.text}`] : []));
  const facts = Object.entries(lead?.facts ?? {}).map(([name, value]) => `${value} ${name}\n${/price|budget|max|min/i.test(name) ? `$${value}` : ''}\n${/beds?$/i.test(name) ? `${value} beds` : ''}${/baths?$/i.test(name) ? `${value} baths` : ''}${/area|size/i.test(name) ? `${value} sq ft` : ''}`);
  const places = (lead?.addresses ?? []).map(({ value }) => value.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '$1-$2-$3'));
  const draft = { subject: approval.subject, body: approval.body };
  const found = [...fairHousingWarnings(draft), ...factWarnings(draft, [...told, ...facts, ...places, lead?.note ?? ''])];
  return found.sort((a, b) => (a.field === b.field ? a.start - b.start : a.field === 'subject' ? -1 : 1));
}
