import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { channels } from './channel.ts';

export const channelOrAll = z.enum(['all', ...channels]);
export const pauseChannelInput = z.object({ channel: channelOrAll, reason: z.string().trim().min(1, 'needs a reason').max(500) });

/** Stops sending on one channel or all, before the next claim, until somebody resumes it. */
export async function pauseChannel(call: Call, input: unknown): Promise<{ channel: string; paused: true }> {
  const forbidden = mayDo(call.actor, 'channel.pause');
  if (forbidden) throw new Refused(forbidden);
  const { channel, reason } = parse(pauseChannelInput, input);
  await call.world.store.commit(metaOf(call, 'pause-channel'), async (reads) => {
    const state = await reads.channelStates.get(channel);
    return { events: state?.paused ? [] : on('channel', channel, [{ type: 'ChannelPaused', reason }]), result: null };
  });
  return { channel, paused: true };
}
