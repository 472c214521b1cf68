import { z } from 'zod';
import { channels } from '#lib/channels/channel.ts';

/** Shapes of messages and conversations at the edges; the interface document is made from them. */

const id = z.string().min(1).max(64);
const instant = z.iso.datetime();

export const listConversationInput = z.object({ id });
export const readMessageHtmlInput = z.object({ id });

export const messageAttachmentSchema = z.object({ name: z.string(), sizeBytes: z.number().int(), mediaType: z.string() });

export const messageSchema = z.object({
  /** `unreadable`: something came that could not be read; `why` says the reason and most fields are empty. */
  kind: z.enum(['message', 'unreadable']),
  id: z.string(),
  channel: z.enum(channels),
  direction: z.enum(['in', 'out']),
  /** The lead's side. */
  address: z.string(),
  displayName: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
  /** The same text in order: what is new, and what their program repeated of earlier messages. */
  segments: z.array(z.object({ kind: z.enum(['own', 'quoted']), text: z.string() })),
  /** There was more text than is kept; the message as received has it all. */
  truncated: z.boolean(),
  /** It came with HTML, which can be asked for by id. */
  original: z.boolean(),
  attachments: z.array(messageAttachmentSchema),
  sentAt: instant,
  recordedAt: instant,
  /** What it is beyond words from a person, with the reason. */
  nature: z.object({ kind: z.enum(['ordinary', 'auto_reply', 'bounce']), why: z.string().nullable() }),
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
  followUp: z.object({ kind: z.enum(['drafted', 'no_draft']), approvalId: z.string().nullable(), why: z.string().nullable() }).nullable(),
  approvalId: z.string().nullable(),
  why: z.string().nullable(),
});
export type MessageView = z.infer<typeof messageSchema>;

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
