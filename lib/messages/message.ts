import type { Temperature } from '#lib/approvals/approval.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { never, refusal, type Refusal } from '#lib/errors.ts';
import type { Address } from '#lib/leads/address.ts';
import type { Recorded } from '#lib/store/recorded.ts';

/** One message on a channel, immutable once recorded, and the conversation it belongs to. Pure. */

/** What an inbound message is, beyond words from a person. */
export type Nature =
  | { readonly kind: 'ordinary' }
  /** Out-of-office and the like (RFC 3834), list mail, no-reply senders: recorded, never answered. */
  | { readonly kind: 'auto_reply'; readonly why: string }
  /**
   * A delivery report (RFC 3464), or a recipient's complaint (RFC 5965), which is permanent too. `aboutIdempotencyKey` is recorded only when it is a dispatch of ours. As read
   * from a mail it is what a Message-ID of our form names, and counts when that dispatch went out from `aboutDomain`, which is not recorded.
   */
  | { readonly kind: 'bounce'; readonly permanent: boolean; readonly complaint?: true; readonly aboutIdempotencyKey: string | null; readonly aboutDomain?: string; readonly why: string };

export interface MessageAttachment {
  readonly name: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

export interface MessageFields {
  readonly channel: Channel;
  readonly direction: 'in' | 'out';
  readonly conversationId: string;
  /** Null while the sender is unknown (a contact card stands for them). */
  readonly leadId: string | null;
  readonly contactId: string | null;
  /** The lead's side, canonical. */
  readonly address: Address;
  readonly displayName: string;
  readonly subject: string | null;
  /** Plain text, at most 100,000 characters; `truncated` says when there was more. */
  readonly text: string;
  readonly truncated: boolean;
  /** The message as received has HTML beside or instead of the text. */
  readonly hasHtml?: boolean;
  /** The channel's own id: the Message-ID without angle brackets, an update id, … Unique per channel and direction. */
  readonly externalId: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly attachments: readonly MessageAttachment[];
  /** Where the bytes as received are kept, relative to the data folder; null when nothing was kept. */
  readonly artifact: string | null;
  /** When the channel says it was sent (ms since the epoch); not trusted for order. */
  readonly sentAt: number;
  readonly nature: Nature;
  /** Set on outbound messages that went out through an approval. */
  readonly approvalId: string | null;
  /** On what a teammate wrote outside the console: the address of ours it went out from. */
  readonly sentFrom?: string;
}

/** hot, warm, cold or unknown, with the reasons and a confidence from 0 to 1. */
export interface Classification {
  readonly temperature: Temperature;
  readonly confidence: number;
  readonly reasons: readonly string[];
  /** What they want, for choosing a template: `viewing`, `price`, … */
  readonly intent: string;
  readonly optOut: 'yes' | 'maybe' | 'no';
  readonly language: string;
}

export interface Message extends MessageFields {
  readonly id: string;
  readonly recordedAt: number;
  readonly classification: Classification | null;
  /** What was done about an inbound message after classification. */
  readonly followUp: FollowUp | null;
}

/** Why a draft was or was not made. */
export type FollowUp =
  | { readonly kind: 'drafted'; readonly approvalId: string }
  | { readonly kind: 'no_draft'; readonly why: string };

export interface Conversation {
  readonly id: string;
  readonly channel: Channel;
  readonly leadId: string | null;
  readonly title: string | null;
  readonly startedAt: number;
}

export type MessageEvent =
  | { readonly type: 'MessageRecorded'; readonly fields: MessageFields }
  | { readonly type: 'MessageClassified'; readonly classification: Classification; readonly followUp: FollowUp }
  /** An unknown sender became a lead: the message is theirs. */
  | { readonly type: 'MessageMatched'; readonly leadId: string }
  /** Something arrived that could not be read; the bytes are kept. */
  | { readonly type: 'MessageUnreadable'; readonly channel: Channel; readonly externalId: string; readonly why: string; readonly artifact: string | null };

export type ConversationEvent =
  | { readonly type: 'ConversationStarted'; readonly channel: Channel; readonly leadId: string | null; readonly title: string | null }
  | { readonly type: 'ConversationMatched'; readonly leadId: string };

/** Placeholder row of something unreadable, so that its id is taken and it is shown. */
export interface Unreadable {
  readonly id: string;
  readonly channel: Channel;
  readonly externalId: string;
  readonly why: string;
  readonly artifact: string | null;
  readonly recordedAt: number;
}

export type MessageRow = ({ readonly kind: 'message' } & Message) | ({ readonly kind: 'unreadable' } & Unreadable);

export type MessageCommand =
  | { readonly type: 'Record'; readonly fields: MessageFields }
  | { readonly type: 'Classify'; readonly classification: Classification; readonly followUp: FollowUp }
  | { readonly type: 'Match'; readonly leadId: string };

export function decideMessage(state: Message | null, command: MessageCommand): MessageEvent[] | Refusal {
  switch (command.type) {
    case 'Record':
      if (state) return refusal('already_exists', 'This message is recorded already.');
      return [{ type: 'MessageRecorded', fields: command.fields }];
    case 'Classify':
      if (!state) return refusal('not_found', 'There is no such message.');
      if (state.direction === 'out') return refusal('wrong_status', 'Only inbound messages are classified.');
      if (state.classification) return [];
      return [{ type: 'MessageClassified', classification: command.classification, followUp: command.followUp }];
    case 'Match':
      if (!state) return refusal('not_found', 'There is no such message.');
      if (state.leadId === command.leadId) return [];
      return [{ type: 'MessageMatched', leadId: command.leadId }];
    default:
      return never(command);
  }
}

export function evolveMessage(state: MessageRow | null, event: Recorded<MessageEvent>): MessageRow {
  const id = event.subject.id;
  switch (event.type) {
    case 'MessageRecorded':
      return { kind: 'message', ...event.fields, id, recordedAt: event.at, classification: null, followUp: null };
    case 'MessageUnreadable': {
      const { channel, externalId, why, artifact } = event;
      return { kind: 'unreadable', id, channel, externalId, why, artifact, recordedAt: event.at };
    }
    case 'MessageClassified':
      if (state?.kind !== 'message') throw new Error(`MessageClassified does not fit message ${id}`);
      return { ...state, classification: event.classification, followUp: event.followUp };
    case 'MessageMatched':
      if (state?.kind !== 'message') throw new Error(`MessageMatched does not fit message ${id}`);
      return { ...state, leadId: event.leadId };
    default:
      return never(event);
  }
}

export function evolveConversation(state: Conversation | null, event: Recorded<ConversationEvent>): Conversation {
  switch (event.type) {
    case 'ConversationStarted':
      return { id: event.subject.id, channel: event.channel, leadId: event.leadId, title: event.title, startedAt: event.at };
    case 'ConversationMatched':
      if (!state) throw new Error(`ConversationMatched does not fit conversation ${event.subject.id}, which is absent`);
      return { ...state, leadId: event.leadId };
    default:
      return never(event);
  }
}
