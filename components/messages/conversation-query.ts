import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import type { ConversationView } from '#lib/messages/schema.ts';

/** How one conversation is asked for, by the pane that shows it and by what fetches it ahead. */
export const conversationQuery = (id: string) => ({
  queryKey: keys.conversations.one(id),
  queryFn: ({ signal }: { signal: AbortSignal }) => get<ConversationView>(`/api/conversations/${id}`, { signal }),
});
