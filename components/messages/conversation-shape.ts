import type { Classification, MessageAttachment, Nature } from '#lib/messages/message.ts';
import type { Address } from '#lib/leads/address.ts';
import type { Channel } from '#lib/channels/channel.ts';

/** A conversation as the server shows it. */

export interface MessageView {
  readonly kind: 'message';
  readonly id: string;
  readonly channel: Channel;
  readonly direction: 'in' | 'out';
  readonly address: Address;
  readonly displayName: string;
  readonly subject: string | null;
  readonly text: string;
  readonly truncated: boolean;
  readonly attachments: readonly MessageAttachment[];
  readonly sentAt: string;
  readonly recordedAt: string;
  readonly nature: Nature;
  readonly classification: Classification | null;
  readonly hasHtml: boolean;
}

export interface UnreadableView {
  readonly kind: 'unreadable';
  readonly id: string;
  readonly why: string;
  readonly recordedAt: string;
}

export interface ConversationView {
  readonly id: string;
  readonly channel: Channel;
  readonly messages: readonly (MessageView | UnreadableView)[];
}
