import type { Content } from '#lib/approvals/content.ts';
import type { Store } from '#lib/store/port.ts';

/** Nobody changes and sends one draft more often. */
const eventsMax = 500;

export interface Begun {
  readonly content: Content;
  /** The message it answered. */
  readonly inReplyTo: string | null;
}

/** What an attempt was begun with, whatever the draft says and answers by now; null when the journal does not tell. */
export async function asBegun(store: Store, approvalId: string, attempt: number): Promise<Begun | null> {
  const { items } = await store.events(
    { subject: { kind: 'approval', id: approvalId }, types: ['DraftSubmitted', 'DraftEdited', 'DispatchStarted'], oldestFirst: true },
    { cursor: null, limit: eventsMax },
  );
  let begun: Begun | null = null;
  for (const event of items) {
    if (event.type === 'DraftSubmitted') begun = event;
    // Moved to another channel it left the thread.
    if (event.type === 'DraftEdited') begun = { content: event.content, inReplyTo: begun?.content.channel === event.content.channel ? begun.inReplyTo : null };
    if (event.type === 'DispatchStarted' && event.attempt === attempt) return begun;
  }
  return null;
}
