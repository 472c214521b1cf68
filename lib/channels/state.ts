import type { ActorRef } from '#lib/accounts/actor.ts';
import { never } from '#lib/errors.ts';
import type { Recorded } from '#lib/store/recorded.ts';
import type { Breaker } from './breaker.ts';

/** What is durable about one channel (subject id: the channel's name, or `all`): its kill switch and how far it has been read. Pure. */
export interface ChannelState {
  readonly id: string;
  readonly paused: { readonly by: ActorRef; readonly at: number; readonly reason: string } | null;
  /** Per sender: whether the channel works for it; absent while nothing was ever wrong. */
  readonly breakers: Readonly<Record<string, Breaker>>;
  /** Per source (a mailbox folder, an update stream) the adapter's own cursor, opaque here. */
  readonly watermarks: Readonly<Record<string, string>>;
  /** What came back of the last 24 h, oldest first: for pausing a sender whose messages are not wanted or not delivered. */
  readonly returned: readonly Returned[];
}

export interface Returned {
  readonly at: number;
  readonly sender: string;
  readonly idempotencyKey: string;
}

export type ChannelEvent =
  | { readonly type: 'ChannelPaused'; readonly reason: string }
  | { readonly type: 'ChannelResumed' }
  | { readonly type: 'BreakerMoved'; readonly sender: string; readonly breaker: Breaker }
  /** The channel brought a message back for good, or its recipient complained. Says nothing of whom it went to: the report does, which can be erased. */
  | { readonly type: 'MessageReturned'; readonly sender: string; readonly idempotencyKey: string }
  | { readonly type: 'WatermarkMoved'; readonly source: string; readonly cursor: string; readonly why: string };

export function evolveChannelState(state: ChannelState | null, event: Recorded<ChannelEvent>): ChannelState {
  const current = state ?? { id: event.subject.id, paused: null, breakers: {}, watermarks: {}, returned: [] };
  switch (event.type) {
    case 'ChannelPaused':
      return { ...current, paused: { by: event.actor, at: event.at, reason: event.reason } };
    case 'ChannelResumed':
      return { ...current, paused: null };
    case 'BreakerMoved':
      return { ...current, breakers: { ...current.breakers, [event.sender]: event.breaker } };
    case 'MessageReturned':
      return { ...current, returned: withReturned(current.returned, { at: event.at, sender: event.sender, idempotencyKey: event.idempotencyKey }) };
    case 'WatermarkMoved':
      return { ...current, watermarks: { ...current.watermarks, [event.source]: event.cursor } };
    default:
      return never(event);
  }
}

const returnedForMs = 86_400_000;

/** One message counts once, however many reports come back of it. */
function withReturned(before: readonly Returned[], next: Returned): readonly Returned[] {
  const recent = before.filter(({ at }) => at > next.at - returnedForMs);
  return recent.some(({ idempotencyKey }) => idempotencyKey === next.idempotencyKey) ? recent : [...recent, next];
}
