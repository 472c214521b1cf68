import { mayDo } from '#lib/accounts/permissions.ts';
import { statuses } from '#lib/approvals/approval.ts';
import { iso } from '#lib/clock.ts';
import { Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { findLead } from './find.ts';
import { leadIdInput, type LeadDetail } from './schema.ts';
import { leadView } from './view.ts';

/** A lead with their conversations and drafts, newest first. */
export async function getLead(call: Call, input: unknown): Promise<LeadDetail> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { id } = parse(leadIdInput, input);
  const { store } = call.world;
  const lead = await findLead(store, id);
  const [view, conversations, approvals] = await Promise.all([leadView(store, lead), store.conversations.ofLead(id), store.approvals.ofLead(id, statuses)]);
  return {
    ...view,
    conversations: conversations.map(({ id: conversationId, channel, title, startedAt }) => ({ id: conversationId, channel, title, startedAt: iso(startedAt) })),
    approvals: [...approvals]
      .sort((a, b) => b.updatedAt - a.updatedAt)
      .map((row) => ({ id: row.id, status: row.status, channel: row.channel, subject: row.subject, firstWords: row.body.slice(0, 160), updatedAt: iso(row.updatedAt) })),
  };
}
