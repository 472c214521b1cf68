import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { Refused } from '#lib/errors.ts';
import type { Call } from '#lib/world.ts';
import { beforeSend, type Breaker } from './breaker.ts';
import { channels, type Channel } from './channel.ts';
import { modeOf } from './mode.ts';
import { senderOf } from './sender.ts';

const troubleSchema = z.object({ concerns: z.enum(['sending', 'fetching']), code: z.string(), setting: z.string().nullable(), message: z.string(), nextTryAt: z.iso.datetime().nullable() });
export type ChannelTrouble = z.infer<typeof troubleSchema>;

export const channelSchema = z.object({
  channel: z.enum(channels),
  /** `real` talks to the outside, `sandbox` stays on the machine, `off` does neither. */
  mode: z.enum(['real', 'sandbox', 'off']),
  sender: z.string(),
  paused: z.object({ by: z.string(), at: z.iso.datetime(), reason: z.string() }).nullable(),
  /** What the worker last said of it; null when it has said nothing. */
  status: z
    .object({
      state: z.string(),
      lastFetchAt: z.iso.datetime().nullable(),
      /** What is wrong with fetching, or else with sending. */
      error: troubleSchema.nullable(),
      /** What is wrong with sending, until a message went through. */
      sendingError: troubleSchema.nullable(),
    })
    .nullable(),
  waiting: z.number().int(),
  /** Set while sending rests after trouble with the channel itself, or is being tried again. */
  breaker: z.object({ state: z.enum(['open', 'half_open']), until: z.iso.datetime().nullable(), why: z.string() }).nullable(),
});
export const channelListSchema = z.object({
  items: z.array(channelSchema),
  allPaused: z.object({ by: z.string(), at: z.iso.datetime(), reason: z.string() }).nullable(),
  worker: z.object({ seenAt: z.iso.datetime() }).nullable(),
});
export type ChannelView = z.infer<typeof channelSchema>;
export type ChannelList = z.infer<typeof channelListSchema>;

const factSchema = z.record(z.string(), z.unknown());

/** Every channel: how it runs, whether it is paused, what the worker says of it, and how much waits. */
export async function listChannels(call: Call): Promise<ChannelList> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { store } = call.world;
  const [beat, counts, all] = await Promise.all([store.presence.seen('worker'), store.approvals.counts(), pausedOf(call, 'all')]);
  const facts = factSchema.safeParse(beat?.facts.channels).data ?? {};
  const items = await Promise.all(
    channels.map(async (channel) => ({
      channel,
      mode: modeOf(call.world.settings, channel),
      sender: senderOf(call.world.settings, channel),
      paused: await pausedOf(call, channel),
      status: channelSchema.shape.status.safeParse(facts[channel]).data ?? null,
      waiting: counts.approved[channel],
      breaker: breakerView((await store.channelStates.get(channel))?.breakers[senderOf(call.world.settings, channel)], call.world.clock.now()),
    })),
  );
  return { items, allPaused: all, worker: beat && { seenAt: iso(beat.atMs) } };
}

/** As the next claim would find it: a rest that is over is none, though nothing has gone out since to say so in the journal. */
function breakerView(recorded: Breaker | undefined, nowMs: number): ChannelView['breaker'] {
  const breaker = recorded && beforeSend(recorded, nowMs);
  if (!breaker || breaker.kind === 'closed') return null;
  return breaker.kind === 'open' ? { state: 'open', until: iso(breaker.untilMs), why: breaker.why } : { state: 'half_open', until: null, why: 'One message at a time tries whether it works again.' };
}

async function pausedOf(call: Call, id: Channel | 'all'): Promise<ChannelView['paused']> {
  const paused = (await call.world.store.channelStates.get(id))?.paused;
  return paused ? { by: paused.by, at: iso(paused.at), reason: paused.reason } : null;
}
