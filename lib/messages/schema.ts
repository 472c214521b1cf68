import { z } from 'zod';
import { channels } from '#lib/channels/channel.ts';
import { addressKinds } from '#lib/leads/address.ts';

/** Shapes of messages and conversations at the edges; the interface document is made from them. */

const id = z.string().min(1).max(64);
const instant = z.iso.datetime();

export const listConversationInput = z.object({ id });
export const readMessageHtmlInput = z.object({ id });

export const messageAttachmentSchema = z.object({ name: z.string(), sizeBytes: z.number().int(), mediaType: z.string() });

export const readableMessageSchema = z.object({
  kind: z.literal('message'),
  id: z.string(),
  channel: z.enum(channels),
  direction: z.enum(['in', 'out']),
  leadId: z.string().nullable(),
  contactId: z.string().nullable(),
  /** The lead's side. */
  address: z.object({ kind: z.enum(addressKinds), value: z.string() }),
  displayName: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
  /** There was more text than is kept; the message as received has it all. */
  truncated: z.boolean(),
  /** It came with HTML, which can be asked for by id. */
  hasHtml: z.boolean(),
  attachments: z.array(messageAttachmentSchema),
  sentAt: instant,
  recordedAt: instant,
  /** What it is beyond words from a person, with the reason. */
  nature: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ordinary') }),
    z.object({ kind: z.literal('auto_reply'), why: z.string() }),
    z.object({ kind: z.literal('bounce'), why: z.string(), permanent: z.boolean() }),
  ]),
  classification: z
    .object({
      temperature: z.enum(['hot', 'warm', 'cold', 'unknown']),
      confidence: z.number(),
      reasons: z.array(z.string()),
      intent: z.string(),
      optOut: z.enum(['yes', 'maybe', 'no']),
      language: z.string(),
    })
    .nullable(),
  /** What was done about it: a draft, or why there is none. */
  followUp: z
    .discriminatedUnion('kind', [z.object({ kind: z.literal('drafted'), approvalId: z.string() }), z.object({ kind: z.literal('no_draft'), why: z.string() })])
    .nullable(),
  /** The approval it went out through. */
  approvalId: z.string().nullable(),
});
export type MessageView = z.infer<typeof readableMessageSchema>;

/** Something came that could not be read; the bytes are kept. */
export const unreadableSchema = z.object({ kind: z.literal('unreadable'), id: z.string(), channel: z.enum(channels), why: z.string(), recordedAt: instant });
export type UnreadableView = z.infer<typeof unreadableSchema>;

export const messageSchema = z.discriminatedUnion('kind', [readableMessageSchema, unreadableSchema]);

export const conversationSchema = z.object({
  id: z.string(),
  channel: z.enum(channels),
  leadId: z.string().nullable(),
  leadName: z.string().nullable(),
  title: z.string().nullable(),
  startedAt: instant,
  /** Oldest first; of a very long conversation the newest. */
  messages: z.array(messageSchema),
  /** How many older ones are not listed. */
  earlierCount: z.number().int(),
});
export type ConversationView = z.infer<typeof conversationSchema>;

export const messageHtmlSchema = z.object({
  id: z.string(),
  /** A whole document for a sandboxed frame, or null when the message has no HTML. */
  html: z.string().nullable(),
  /** Pictures and the like that were left out because they would be fetched from elsewhere. */
  remoteCount: z.number().int(),
});
export type MessageHtmlView = z.infer<typeof messageHtmlSchema>;
