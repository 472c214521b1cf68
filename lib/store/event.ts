import type { AccountEvent } from '#lib/accounts/account.ts';
import type { ApprovalEvent } from '#lib/approvals/approval.ts';
import type { ChannelEvent } from '#lib/channels/state.ts';
import type { DncEvent } from '#lib/dnc/entry.ts';
import type { LeadEvent } from '#lib/leads/lead.ts';
import type { ContactEvent } from '#lib/leads/contact.ts';
import type { ConversationEvent, MessageEvent } from '#lib/messages/message.ts';
import type { PolicyEvent } from '#lib/policy/policy.ts';
import type { WorkspaceEvent } from '#lib/workspace/workspace.ts';
import type { Recorded, Subject, SubjectKind } from './recorded.ts';

export type DomainEvent =
  | ApprovalEvent
  | LeadEvent
  | ContactEvent
  | MessageEvent
  | ConversationEvent
  | DncEvent
  | AccountEvent
  | ChannelEvent
  | WorkspaceEvent
  | PolicyEvent;

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
