import { z } from 'zod';
import { Fault } from '#lib/errors.ts';

/** How far the mailbox has been read: per folder its UIDVALIDITY and the highest UID taken in (RFC 3501 §2.3.1.1). Pure. */

export interface FolderCursor {
  /** As text: it is a 32-bit number to the server and a name to us. */
  readonly uidValidity: string;
  readonly uid: number;
  /** Mail that arrived before this was there before us and is not taken in (ms since the epoch). */
  readonly sinceMs: number;
}

export interface MailCursor {
  readonly inbox: FolderCursor | null;
  readonly sent: FolderCursor | null;
}

const folder = z.object({ uidValidity: z.string(), uid: z.number().int().min(0), sinceMs: z.number() }).nullable();
const schema = z.object({ inbox: folder, sent: folder });

export function readCursor(text: string | null): MailCursor {
  if (text === null) return { inbox: null, sent: null };
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new Fault('store_damaged', 'The recorded place in the mailbox cannot be read.', { retryable: false, cause: error });
  }
}

export function writeCursor(cursor: MailCursor): string {
  return JSON.stringify(cursor);
}

/** A new connection shows the last two weeks, so that it shows something; what is older was dealt with before us. */
export const firstLookBackMs = 14 * 86_400_000;

/**
 * Where to read on. A folder that was made anew (another UIDVALIDITY) is read again from our own beginning, because its
 * UIDs mean nothing any more; what was taken in before is found by its Message-ID.
 */
export function placeIn(known: FolderCursor | null, uidValidity: string, nowMs: number): FolderCursor & { readonly startedOver: boolean } {
  if (known?.uidValidity === uidValidity) return { ...known, startedOver: false };
  return { uidValidity, uid: 0, sinceMs: known?.sinceMs ?? nowMs - firstLookBackMs, startedOver: known !== null };
}
