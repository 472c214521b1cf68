import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Channel } from './channel.ts';

/** Below so many returned messages in 24 h a share says nothing. */
const returnedMin = 5;
const dayMs = 86_400_000;

export interface ReturnedMessage {
  readonly channel: Channel;
  readonly sender: string;
  readonly idempotencyKey: string;
}

/**
 * A message came back for good, was refused for good, or its recipient complained: it is counted, and its channel pauses when more than a share of what its sender
 * sent in 24 h came back. Somebody who resumes it may see it pause again at the next one. `shareMax`: 0 to 1.
 */
export async function returnedEvents(reads: Reads, { channel, sender, idempotencyKey }: ReturnedMessage, shareMax: number, nowMs: number): Promise<NewEvent[]> {
  const state = await reads.channelStates.get(channel);
  const known = (state?.returned ?? []).filter((each) => each.sender === sender && each.at > nowMs - dayMs);
  if (known.some((each) => each.idempotencyKey === idempotencyKey)) return [];
  const counted = on('channel', channel, [{ type: 'MessageReturned', sender, idempotencyKey }]);
  const returned = known.length + 1;
  const { count: sent } = await reads.sends.since({ channel, sender, sinceMs: nowMs - dayMs });
  if (state?.paused || returned < returnedMin || returned <= shareMax * sent) return counted;
  const reason = `${returned} of ${Math.max(sent, returned)} messages of the last 24 h came back or were refused (more than ${Math.round(shareMax * 100)} %). Look at the addresses before it sends on.`;
  return [...counted, ...on('channel', channel, [{ type: 'ChannelPaused', reason }])];
}
