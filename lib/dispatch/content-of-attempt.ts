import type { Content } from '#lib/approvals/content.ts';
import type { Store } from '#lib/store/port.ts';

/** Nobody changes and sends one draft more often. */
const eventsMax = 500;

/** What an attempt was begun with, whatever the draft says by now; null when the journal does not tell. */
export async function contentOfAttempt(store: Store, approvalId: string, attempt: number): Promise<Content | null> {
  const { items } = await store.events(
    { subject: { kind: 'approval', id: approvalId }, types: ['DraftSubmitted', 'DraftEdited', 'DispatchStarted'], oldestFirst: true },
    { cursor: null, limit: eventsMax },
  );
  let content: Content | null = null;
  for (const event of items) {
    if (event.type === 'DraftSubmitted' || event.type === 'DraftEdited') content = event.content;
    if (event.type === 'DispatchStarted' && event.attempt === attempt) return content;
  }
  return null;
}
