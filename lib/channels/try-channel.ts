import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import type { Breaker } from './breaker.ts';
import { channels, type Channel } from './channel.ts';

export const tryChannelInput = z.object({ channel: z.enum(channels) });

/**
 * Ends the rest of a channel by hand, for who has seen to what was wrong: one message tries it now, and the others wait for it. When that
 * message meets trouble it rests again at once.
 */
export async function tryChannel(call: Call, input: unknown): Promise<{ channel: Channel; resting: false }> {
  const forbidden = mayDo(call.actor, 'channel.resume');
  if (forbidden) throw new Refused(forbidden);
  const { channel } = parse(tryChannelInput, input);
  await call.world.store.commit(metaOf(call, 'try-channel'), async (reads) => {
    const resting = Object.entries((await reads.channelStates.get(channel))?.breakers ?? {}).flatMap(([sender, breaker]) => (breaker.kind === 'open' ? [{ sender, opens: breaker.opens }] : []));
    const events = on('channel', channel, resting.map(({ sender, opens }) => ({ type: 'BreakerMoved' as const, sender, breaker: { kind: 'half_open', successes: 0, opens } satisfies Breaker })));
    return { events, result: null };
  });
  return { channel, resting: false };
}
