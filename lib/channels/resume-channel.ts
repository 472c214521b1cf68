import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { channelOrAll } from './pause-channel.ts';

export const resumeChannelInput = z.object({ channel: channelOrAll });

/** Lets a paused channel (or `all`) send again. */
export async function resumeChannel(call: Call, input: unknown): Promise<{ channel: string; paused: false }> {
  const forbidden = mayDo(call.actor, 'channel.resume');
  if (forbidden) throw new Refused(forbidden);
  const { channel } = parse(resumeChannelInput, input);
  await call.world.store.commit(metaOf(call, 'resume-channel'), async (reads) => {
    const state = await reads.channelStates.get(channel);
    return { events: state?.paused ? on('channel', channel, [{ type: 'ChannelResumed' }]) : [], result: null };
  });
  return { channel, paused: false };
}
