import { hash } from 'node:crypto';
import type { Channel } from '#lib/channels/channel.ts';

/** A file that goes with a draft: its bytes are known by their SHA-256. */
export interface Attachment {
  readonly name: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly sha256: string;
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
}

/**
 * SHA-256 (lower-case hex) over the canonical form: a JSON array with a version tag and the fields in a fixed order.
 * Text is taken as it stands, code unit for code unit: what the reviewer saw is what is hashed.
 */
export function contentHash(content: Content): string {
  const canonical = JSON.stringify([
    're-content-1',
    content.channel,
    content.sender,
    content.recipient,
    content.subject,
    content.body,
    content.attachments.map((file) => [file.name, file.sizeBytes, file.mediaType, file.sha256]),
  ]);
  return hash('sha256', canonical);
}
