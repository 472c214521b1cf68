import { attemptUnder } from '#lib/approvals/attempt-under.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { dayMs } from './policy.ts';
import { windowFrom } from './send-count.ts';

/** Below so many returned messages in 24 h a share says nothing. */
const returnedMin = 5;

export interface ReturnedMessage {
  readonly channel: Channel;
  readonly sender: string;
  readonly idempotencyKey: string;
}

/**
 * A message came back for good, was refused for good, or its recipient complained: it is counted, and its channel pauses when more than a share of what its sender
 * tried to send in 24 h came back. Somebody who resumes it may see it pause again at the next one. `shareMax`: 0 to 1.
 */
export async function returnedEvents(reads: Reads, { channel, sender, idempotencyKey }: ReturnedMessage, shareMax: number, nowMs: number): Promise<NewEvent[]> {
  const state = await reads.channelStates.get(channel);
  const sinceMs = windowFrom(nowMs, dayMs);
  const known = (state?.returned ?? []).filter((each) => each.sender === sender && each.at >= sinceMs).map((each) => each.idempotencyKey);
  if (known.includes(idempotencyKey)) return [];
  const counted = on('channel', channel, [{ type: 'MessageReturned', sender, idempotencyKey }]);
  const returned = [...known, idempotencyKey];
  if (state?.paused || returned.length < returnedMin) return counted;
  const { count: sent } = await reads.sends.since({ channel, sender, sinceMs });
  // Of what went to somebody who was erased since, nobody knows any more whether it is among what was sent.
  const tried = Math.max(returned.length, sent + (await notAmongSends(reads, returned, sinceMs)));
  if (returned.length / tried <= shareMax) return counted;
  const reason = `${returned.length} of ${tried} messages of the last 24 h came back or were refused (more than ${Math.round(shareMax * 1000) / 10} %). Look at the addresses before it sends on.`;
  return [...counted, ...on('channel', channel, [{ type: 'ChannelPaused', reason }])];
}

/** How many of these the count of what was sent since leaves out: what the channel refused takes no place in a quota, and what came back late was sent before. */
async function notAmongSends(reads: Reads, idempotencyKeys: readonly string[], sinceMs: number): Promise<number> {
  const attempts = await Promise.all(idempotencyKeys.map((key) => attemptUnder(reads, key)));
  return attempts.filter((send) => send !== null && (send.attempt.outcome?.kind === 'refused' || send.attempt.startedAt < sinceMs)).length;
}
