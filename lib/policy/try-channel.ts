import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import { lastRefusal, type Approval } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { beforeSend, halfOpen, isChannelTrouble } from '#lib/channels/breaker.ts';
import { channelNames, channels, nameInText, type Channel } from '#lib/channels/channel.ts';
import { orThrow, refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';

export const tryChannelInput = z.object({
  channel: z.enum(channels),
  /** The end of the rest as it was seen; one that rests for another reason by now is left alone. */
  until: z.iso.datetime().optional(),
});

const pageLimit = 500;

/**
 * Ends the rest of a channel by hand, for who has seen to what was wrong: what met its trouble is due again, one message tries it, and the others wait for that one. When it meets trouble as well the
 * channel rests again at once. Of a channel that does not rest nothing changes, and `wasResting` is false.
 */
export async function tryChannel(call: Call, input: unknown): Promise<{ channel: Channel; wasResting: boolean }> {
  const forbidden = mayDo(call.actor, 'channel.resume');
  if (forbidden) throw new Refused(forbidden);
  const { channel, until } = parse(tryChannelInput, input);
  const meta = metaOf(call, 'try-channel');
  const committed = await call.world.store.commit(meta, async (reads) => {
    const [own, all] = await Promise.all([reads.channelStates.get(channel), reads.channelStates.get('all')]);
    if (own?.paused ?? all?.paused) throw new Refused(refusal('wrong_status', `Sending by ${nameInText(channel)} is paused.`, { lift: 'Resume it first: a paused channel is not tried.' }));
    const resting = Object.entries(own?.breakers ?? {}).flatMap(([sender, recorded]) => {
      const breaker = beforeSend(recorded, meta.now);
      return breaker.kind === 'open' ? [{ sender, breaker }] : [];
    });
    if (resting.length === 0) return { events: [], result: false };
    if (until !== undefined && !resting.some(({ breaker }) => breaker.untilMs === Date.parse(until)))
      throw new Refused(refusal('content_changed', `${channelNames[channel]} rests for another reason than the one that was shown.`, { lift: 'Look at it as it is now.' }));
    const tried = resting.map(({ sender, breaker }) => ({ type: 'BreakerMoved' as const, sender, breaker: halfOpen(breaker) }));
    const senders = new Set(resting.map(({ sender }) => sender));
    return { events: [...on('channel', channel, tried), ...(await hastened(reads, channel, senders, meta.now))], result: true };
  });
  // Under a key that was used before it was done then.
  return { channel, wasResting: committed.kind !== 'committed' || committed.result };
}

/** What waits for its next try because of the channel as these senders met it, not of itself. */
async function hastened(reads: Reads, channel: Channel, senders: ReadonlySet<string>, now: number): Promise<NewEvent[]> {
  const events: NewEvent[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Reads['approvals']['page']>> = await reads.approvals.page({ statuses: ['approved'], channel }, { cursor, limit: pageLimit }, 'newest');
    for (const approval of page.items) if (metTrouble(approval, senders)) events.push(...on('approval', approval.id, orThrow(decideApproval(approval, { type: 'HastenRetry', now }))));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return events;
}

function metTrouble({ attempts }: Approval, senders: ReadonlySet<string>): boolean {
  const last = lastRefusal(attempts);
  return last?.outcome?.kind === 'refused' && isChannelTrouble(last.outcome.code) && senders.has(last.sender);
}
