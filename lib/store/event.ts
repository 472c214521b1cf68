import type { AccountEvent } from '#lib/accounts/account.ts';
import type { ActorRef } from '#lib/accounts/actor.ts';
import type { ApprovalEvent } from '#lib/approvals/approval.ts';
import type { ChannelEvent } from '#lib/channels/state.ts';
import type { DncEvent } from '#lib/dnc/entry.ts';
import type { LeadEvent } from '#lib/leads/lead.ts';
import type { ContactEvent } from '#lib/leads/contact.ts';
import type { ConversationEvent, MessageEvent } from '#lib/messages/message.ts';

/** What one event is about. An event changes the row of its subject and no other. */
export type SubjectKind = 'approval' | 'lead' | 'contact' | 'message' | 'conversation' | 'dnc' | 'user' | 'token' | 'signin' | 'channel';

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** What is known of an event beside its own fields. */
export interface Provenance {
  /** Place in the chain, counting from 1. */
  readonly seq: number;
  /** ms since the epoch, UTC. Never smaller than that of the record before it. */
  readonly at: number;
  readonly subject: Subject;
  readonly actor: ActorRef;
  readonly correlationId: string;
  /** What led to it: a verb's name, or the id of the message, file or job behind it. */
  readonly cause: string;
}

export type Recorded<E> = E & Provenance;

export type DomainEvent =
  | ApprovalEvent
  | LeadEvent
  | ContactEvent
  | MessageEvent
  | ConversationEvent
  | DncEvent
  | AccountEvent
  | ChannelEvent;

export type EventType = DomainEvent['type'];
export type RecordedEvent = Recorded<DomainEvent>;

/** An event decided on, not yet recorded. */
export interface NewEvent {
  readonly subject: Subject;
  readonly event: DomainEvent;
}

export function on(kind: SubjectKind, id: string, events: readonly DomainEvent[]): NewEvent[] {
  return events.map((event) => ({ subject: { kind, id }, event }));
}
