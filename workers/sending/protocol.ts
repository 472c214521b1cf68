import type { Outcome } from '#lib/approvals/approval.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { Settings } from '#lib/config.ts';
import type { Turn } from '#lib/dispatch/line.ts';

/** What the system calls the thread that sends by a channel: 15 characters at most. */
export const sendingThread = (channel: Channel): string => `send ${channel}`.slice(0, 15);

/** What the thread that sends is started with. */
export interface SendingOrder {
  readonly channel: Channel;
  readonly settings: Settings;
  readonly worker: string;
  /** Whether it is the first thread of that worker. */
  readonly isFirst: boolean;
}

/** To the thread that sends. `id` names one turn; many go together, for waking a thread takes as long as a good part of a mail. */
export type ToSending =
  | { readonly kind: 'send'; readonly given: readonly Given[] }
  /** The worker is asked to end: of all that was given so far nothing more is begun. */
  | { readonly kind: 'stop' }
  /** What a look came to: why it may not go out, or null; `failed` when nobody could tell. */
  | { readonly kind: 'looked'; readonly look: number; readonly why: string | null; readonly failed: string | null }
  | { readonly kind: 'close' };

/** One turn; `isEnding` when the worker was asked to end before it was given. */
export interface Given {
  readonly id: number;
  readonly turn: Turn;
  readonly isEnding: boolean;
}

/** And from it; `ready` once, before it hands anything over. */
export type FromSending =
  | { readonly kind: 'ready' }
  /** Each look has a number of its own: of one message there may be several, and the answer to an earlier one says nothing of a later one. */
  | { readonly kind: 'look'; readonly look: number; readonly id: number }
  | { readonly kind: 'ended'; readonly ends: readonly End[] };

export interface End {
  readonly id: number;
  readonly outcome: Outcome;
}
