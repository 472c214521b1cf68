import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Page, Reads } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import type { MessageRow } from './message.ts';
import { listConversationInput, type ConversationView } from './schema.ts';
import { messageView } from './view.ts';

/** More than anybody reads at once. */
const shownMax = 200;

/** One conversation with its messages, oldest first. */
export async function listConversation(call: Call, input: unknown): Promise<ConversationView> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { id } = parse(listConversationInput, input);
  const { store } = call.world;
  const conversation = await store.conversations.get(id);
  if (!conversation) throw new Refused(refusal('not_found', `There is no conversation ${id}.`));
  const lead = conversation.leadId === null ? null : await store.leads.get(conversation.leadId);
  const { rows, total } = await newestOf(store, id);
  return {
    id, channel: conversation.channel, leadId: conversation.leadId, leadName: lead?.name ?? null, title: conversation.title, startedAt: iso(conversation.startedAt),
    messages: rows.map(messageView), earlierCount: total - rows.length,
  };
}

async function newestOf(reads: Reads, conversationId: string): Promise<{ rows: readonly MessageRow[]; total: number }> {
  let rows: readonly MessageRow[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: Page<MessageRow> = await reads.messages.page({ conversationId }, { cursor, limit: 500 });
    rows = [...rows, ...page.items].slice(-shownMax);
    if (page.nextCursor === null) return { rows, total: page.total };
    cursor = page.nextCursor;
  }
}
