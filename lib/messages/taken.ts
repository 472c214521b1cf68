import type { InboundMessage } from '#lib/channels/port.ts';
import { orThrow } from '#lib/errors.ts';
import type { PolicySettings } from '#lib/policy/policy.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { conversationOf } from './inbound-facts.ts';
import { decideMessage } from './message.ts';
import type { Person } from './threading.ts';

/** What taking in one message comes to, whoever it is from: its own record, and what happens to each draft at most once. */

/** What became of one thing that came in. */
export interface Disposition {
  readonly kind: 'recorded' | 'duplicate' | 'auto_reply' | 'bounce' | 'unknown_sender' | 'unreadable';
  /** Absent when nothing was recorded for it. */
  readonly messageId?: string;
  readonly why?: string;
}

/** Ids drawn, bytes kept and settings read before the commit. */
export interface Drawn {
  readonly messageId: string;
  readonly conversationId: string;
  readonly contactId: string;
  readonly dncId: string;
  /** For the entry of whoever our mail went to, when it is answered from another address. */
  readonly otherDncId: string;
  readonly artifact: string | null;
  /** The id to record under when another message has taken this one's. */
  readonly otherExternalId: string;
  readonly ownAddress: string;
  readonly now: number;
  readonly policy: PolicySettings;
}

export interface Taken {
  readonly events: readonly NewEvent[];
  readonly disposition: Disposition;
}

/** The message itself, in the conversation that is known or found for it, or in a new one. */
export async function recorded(reads: Reads, message: InboundMessage, drawn: Drawn, person: Person, conversationId?: string | null): Promise<NewEvent[]> {
  const known = conversationId ?? (await conversationOf(reads, message, person));
  const { threadKey: _threadKey, raw: _raw, alsoTo: _alsoTo, ...fields } = message;
  const started = known === null ? on('conversation', drawn.conversationId, [{ type: 'ConversationStarted', channel: message.channel, leadId: person.leadId, title: message.subject }]) : [];
  const record = decideMessage(null, { type: 'Record', fields: { ...fields, ...person, conversationId: known ?? drawn.conversationId, artifact: drawn.artifact, approvalId: null, ...(message.direction === 'out' && { sentFrom: drawn.ownAddress }) } });
  return [...started, ...on('message', drawn.messageId, orThrow(record))];
}

/** Of several things that happen to one draft, the first: an end comes before another look. */
export function eachOnce(events: readonly NewEvent[]): NewEvent[] {
  const seen = new Set<string>();
  return events.filter(({ subject }) => !seen.has(subject.id) && seen.add(subject.id));
}
