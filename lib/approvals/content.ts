import { hash } from 'node:crypto';
import type { Channel } from '#lib/channels/channel.ts';

/** A file that goes with a draft: its bytes are known by their SHA-256. */
export interface Attachment {
  readonly name: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly sha256: string;
}

/** Which of the platform's templates a draft is sent as, and what stands in the places of it. */
export interface TemplateUse {
  readonly name: string;
  readonly language: string;
  readonly parameters: readonly string[];
}

/** Everything the recipient will receive; the whole of what a reviewer approves. */
export interface Content {
  readonly channel: Channel;
  /** Our side: the address or account it goes out from, in canonical form. */
  readonly sender: string;
  /** The address it goes to, in canonical form. */
  readonly recipient: string;
  /** Null on channels that have no subject line. */
  readonly subject: string | null;
  readonly body: string;
  readonly attachments: readonly Attachment[];
  /** Only on what is sent as a template; the body is then what it says with its values. */
  readonly template?: TemplateUse;
}

/** The content alone, of what has more. */
export function contentOf({ channel, sender, recipient, subject, body, attachments, template }: Content): Content {
  return { channel, sender, recipient, subject, body, attachments, ...(template && { template }) };
}

/**
 * SHA-256 (lower-case hex) over the canonical form: a JSON array with a version tag and the fields in a fixed order.
 * Text is taken as it stands, code unit for code unit: what the reviewer saw is what is hashed. What is sent as a template has a tag of its own, and the template last.
 */
export function contentHash(content: Content): string {
  const canonical = JSON.stringify([
    content.template ? 're-content-2' : 're-content-1',
    content.channel,
    content.sender,
    content.recipient,
    content.subject,
    content.body,
    content.attachments.map((file) => [file.name, file.sizeBytes, file.mediaType, file.sha256]),
    ...(content.template ? [[content.template.name, content.template.language, content.template.parameters]] : []),
  ]);
  return hash('sha256', canonical);
}
