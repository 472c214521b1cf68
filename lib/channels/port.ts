import type { Content } from '#lib/approvals/content.ts';
import type { Outcome } from '#lib/approvals/approval.ts';
import type { Address } from '#lib/leads/address.ts';
import type { MessageAttachment, Nature } from '#lib/messages/message.ts';
import type { Channel } from './channel.ts';

/** What every channel adapter is to the router and the ingest step. One contract suite holds them all to it. */
export interface ChannelAdapter {
  readonly channel: Channel;
  /** True when nothing leaves the machine. */
  readonly sandbox: boolean;
  readonly capabilities: Capabilities;
  /** The canonical address messages go out from. */
  readonly sender: string;
  /** Puts a dispatch together before its turn to be sent; nothing leaves. */
  prepare?(dispatch: Dispatch): void;
  /**
   * Sends once and says what came of it; never throws for what the peer or the network did. Whatever happens after the
   * payload was handed over and before the answer is `unknown`. Repeating a key the channel knows is the caller's fault, not handled here.
   */
  send(dispatch: Dispatch, options: SendOptions): Promise<Outcome>;
  /**
   * Waits for new messages (IDLE, long poll, or a look) for at most `waitMs`, then hands out a bounded batch and the cursor after it.
   * The caller records the batch and the cursor in one commit; an item may come again after a crash, never be skipped.
   * Throws a Fault (`channel_unreachable`, `channel_credentials`) when the peer cannot be asked.
   */
  receive(cursor: string | null, options: { signal: AbortSignal; waitMs: number }): Promise<Batch>;
  /** Whether a dispatch that ended unknown was sent, as far as the channel can tell: of one that went out from another sender than this one it never says `not_sent`. */
  reconcile(dispatch: Dispatch, options: { signal: AbortSignal }): Promise<Reconciliation>;
  /** After acceptance: what the channel wants done beside the send (a copy in the Sent folder). Best effort, repeatable. */
  fileCopy?(dispatch: Dispatch, options: { signal: AbortSignal }): Promise<void>;
  /**
   * Everything a teammate sent from elsewhere since an instant (ms since the epoch), whatever was read before: for finding what a watermark passed over. All of it, oldest
   * first, in batches that fit into memory; one is fetched when the one before has been dealt with, and an abort ends it in between. Throws a Fault when the peer cannot be asked.
   */
  sentElsewhere?(options: { sinceMs: number; signal: AbortSignal }): AsyncIterable<readonly Inbound[]>;
  probe(options: { signal: AbortSignal }): Promise<Probe>;
  close(): Promise<void>;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  /**
   * Asked right before the payload begins to leave, and again before its end when that leaves later: why it must not go out any more, or null.
   * What is stopped here was not delivered, and is `refused` with the code `stopped`.
   */
  readonly lastLook?: LastLook;
}

export type LastLook = () => Promise<string | null>;

export interface Capabilities {
  readonly send: boolean;
  readonly receive: boolean;
  readonly reconcile: boolean;
  readonly subject: boolean;
  readonly attachments: boolean;
  /** In characters (UTF-16 code units). */
  readonly textLengthMax: number;
}

/** Everything a channel needs to send one attempt. What the recipient gets to read is in `content` alone: nobody approved anything else, not even a name. */
export interface Dispatch {
  readonly approvalId: string;
  readonly idempotencyKey: string;
  readonly attempt: number;
  readonly content: Content;
  /** External ids of the conversation so far, oldest first; the last one is what this answers. */
  readonly references: readonly string[];
  /** On mail that nobody asked for: the link by which its recipient unsubscribes with one click; null otherwise. */
  readonly unsubscribe: { readonly url: string | null } | null;
  /** When the attempt was recorded (ms since the epoch): the Date header, the same on every reading. */
  readonly startedAt: number;
}

export type Reconciliation =
  | { readonly kind: 'sent'; readonly providerId: string; readonly evidence: string }
  | { readonly kind: 'not_sent'; readonly evidence: string }
  | { readonly kind: 'cannot_tell'; readonly evidence: string };

export type Probe =
  | { readonly kind: 'ok'; readonly account: string }
  | { readonly kind: 'failed'; readonly code: 'channel_unreachable' | 'channel_credentials'; readonly setting: string; readonly why: string };

/** One thing that came in, read as far as it could be. */
export type Inbound =
  | { readonly kind: 'message'; readonly message: InboundMessage }
  | { readonly kind: 'unreadable'; readonly channel: Channel; readonly externalId: string; readonly why: string; readonly raw: Uint8Array | null };

export interface InboundMessage {
  readonly channel: Channel;
  /** Whose side it is from: `in` from a lead, `out` written by a teammate outside the console (a Sent folder). */
  readonly direction: 'in' | 'out';
  readonly externalId: string;
  readonly address: Address;
  /** Of `out`: who else it went to. */
  readonly alsoTo?: readonly Address[];
  readonly displayName: string;
  readonly subject: string | null;
  readonly text: string;
  readonly truncated: boolean;
  /** `raw` has HTML beside or instead of the text. */
  readonly hasHtml?: boolean;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  /** The channel's own thread or chat, when it has one; e-mail threads by references instead. */
  readonly threadKey: string | null;
  readonly attachments: readonly MessageAttachment[];
  readonly sentAt: number;
  readonly nature: Nature;
  /** The bytes as received, kept as an artifact. */
  readonly raw: Uint8Array | null;
}

export interface Batch {
  readonly items: readonly Inbound[];
  /** Name of what the cursor counts in, e.g. `INBOX`; key of the durable watermark. */
  readonly source: string;
  readonly cursor: string;
  /** Said in the journal when the cursor had to start over (UIDVALIDITY changed); empty otherwise. */
  readonly note: string;
  /** True when more is waiting: ask again at once. */
  readonly more: boolean;
}
