import type { Channel } from '#lib/channels/channel.ts';

/** Which conversation a message belongs to. Pure. */

export interface Person {
  readonly leadId: string | null;
  readonly contactId: string | null;
}

/** Something this message refers to that we know: where it was, and with whom. */
export interface Known extends Person {
  readonly channel: Channel;
  readonly conversationId: string;
}

export interface ThreadingFacts {
  readonly channel: Channel;
  readonly person: Person;
  /** What In-Reply-To, References (newest first) and the channel's own thread refer to, as far as it is known. */
  readonly referred: readonly Known[];
  /** The newest conversation with this person on this channel. */
  readonly latestConversationId: string | null;
}

/**
 * An id, or null for a new conversation. A reference is only followed to the same person on the same channel: whoever
 * forwards or quotes somebody else's message never lands in their conversation. Chats have no threads: their newest conversation goes on.
 */
export function conversationFor(facts: ThreadingFacts): string | null {
  const followed = facts.referred.find((known) => known.channel === facts.channel && isSame(known, facts.person));
  if (followed) return followed.conversationId;
  return facts.channel === 'email' ? null : facts.latestConversationId;
}

function isSame(a: Person, b: Person): boolean {
  if (b.leadId !== null) return a.leadId === b.leadId;
  return b.contactId !== null && a.contactId === b.contactId && a.leadId === null;
}

/** Ids that a message refers to, the likeliest first, bounded: a hostile header may name thousands. */
export function referredIds(message: { inReplyTo: string | null; references: readonly string[]; threadKey: string | null }): string[] {
  const ids = [message.inReplyTo, ...message.references.toReversed(), message.threadKey];
  return [...new Set(ids.filter((id): id is string => id !== null && id !== ''))].slice(0, 30);
}
