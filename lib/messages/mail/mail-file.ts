import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Inbound } from '#lib/channels/port.ts';
import type { MailFile } from './find-mail.ts';
import { splitMbox } from './mbox.ts';
import { mailBytesMax } from './parse-mail.ts';

/** The messages in a file, one after the other; never more than one of them in memory. */

export type MailPart = { readonly source: string; readonly doneBytes: number } & (
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly receivedAt: number }
  | { readonly kind: 'inbound'; readonly inbound: Inbound }
);

export async function* messagesIn(file: MailFile): AsyncIterable<MailPart> {
  const receivedAt = Math.round(file.modifiedAt);
  if (file.form === 'one') {
    const source = file.path;
    if (file.sizeBytes > mailBytesMax) yield { kind: 'inbound', source, doneBytes: file.sizeBytes, inbound: tooLarge(source, file.sizeBytes) };
    else yield { kind: 'bytes', source, doneBytes: file.sizeBytes, bytes: await readFile(file.path), receivedAt };
    return;
  }
  let n = 0;
  for await (const part of splitMbox(createReadStream(file.path, { highWaterMark: 1024 * 1024 }), mailBytesMax)) {
    const source = `${file.path}#${++n}`;
    if (part.bytes === null) yield { kind: 'inbound', source, doneBytes: part.endsAt, inbound: tooLarge(source, part.sizeBytes) };
    else yield { kind: 'bytes', source, doneBytes: part.endsAt, bytes: part.bytes, receivedAt };
  }
}

function tooLarge(source: string, sizeBytes: number): Inbound {
  const why = `${source} has ${Math.round(sizeBytes / 1024 / 1024)} MB; at most ${mailBytesMax / 1024 / 1024} MB are read.`;
  return { kind: 'unreadable', channel: 'email', externalId: `file:${source}:${sizeBytes}`, why, raw: null };
}
