import { refusal, type Refusal } from '#lib/errors.ts';
import { nameInText, type Channel } from '#lib/channels/channel.ts';
import type { Content } from './content.ts';

/** What a channel can carry. Lengths are UTF-16 code units. Pure. */
export interface ContentLimits {
  readonly subject: boolean;
  readonly bodyLengthMax: number;
}

/** Sources: Bot API sendMessage; WhatsApp Cloud API text messages; Messenger Send API; LinkedIn messaging help. */
export const contentLimits: Readonly<Record<Channel, ContentLimits>> = {
  email: { subject: true, bodyLengthMax: 100_000 },
  whatsapp: { subject: false, bodyLengthMax: 4096 },
  telegram: { subject: false, bodyLengthMax: 4096 },
  linkedin: { subject: false, bodyLengthMax: 8000 },
  messenger: { subject: false, bodyLengthMax: 2000 },
};

/** How far ahead somebody may say when a message is to go out (ms): nobody remembers for longer what they approved. */
export const sendLaterMsMax = 90 * 86_400_000;

/** Whether the channel can carry this content as it stands. */
export function checkContent(content: Content): Refusal | null {
  const limits = contentLimits[content.channel];
  const bad = (field: string, message: string) => refusal('invalid_input', message, { details: { field } });
  if (content.body.trim() === '') return bad('body', 'The message is empty.');
  if (content.body.length > limits.bodyLengthMax)
    return bad('body', `The message has ${content.body.length} characters; ${nameInText(content.channel)} takes at most ${limits.bodyLengthMax}.`);
  if (!limits.subject && content.subject !== null) return bad('subject', `Messages on ${nameInText(content.channel)} have no subject.`);
  if (limits.subject && (content.subject ?? '').trim() === '') return bad('subject', 'An e-mail needs a subject.');
  if (content.subject && (!content.subject.isWellFormed() || /[\p{Cc}\u2028\u2029]/u.test(content.subject))) return bad('subject', 'The subject contains a line break or a character that cannot be sent.');
  // Half of a surrogate pair has no form in which it could be sent.
  if (content.body.includes('\0') || !content.body.isWellFormed()) return bad('body', 'The message contains a character that cannot be sent.');
  return null;
}
