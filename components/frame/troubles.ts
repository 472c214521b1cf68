import { z } from 'zod';
import { channelNames, nameInText } from '#lib/channels/channel.ts';
import type { ChannelList } from '#lib/channels/list-channels.ts';
import { troubleWords, waitingWords } from '#components/channels/channel-words.ts';

/** What the banners say, from readiness and the channels. Pure. */

const readiness = z.object({ reasons: z.array(z.string()) });

/** The server's own sentences on why it is not ready. An answer that cannot be read is a trouble too. */
export function readTroubles(answer: unknown): string[] {
  const read = readiness.safeParse(answer);
  return read.success ? read.data.reasons : ['The server does not say whether it is well.'];
}

/** More waiting than this is a backlog. */
const backlogMax = 200;

/** Sends of which nobody knows whether they went out wait for a person. */
export function uncertainTrouble(count: number): string[] {
  return count === 0 ? [] : [`Of ${count === 1 ? '1 message' : `${count} messages`} nobody knows whether ${count === 1 ? 'it' : 'they'} went out. Decide under Dead letters; until then nothing is sent again.`];
}

export function channelTroubles(list: ChannelList): string[] {
  const paused = list.allPaused ? [`Sending is paused on all channels: ${list.allPaused.reason}`] : [];
  const resting = list.items.flatMap(({ channel, paused: own }) => (own ? [`Sending by ${nameInText(channel)} is paused: ${own.reason}`] : []));
  const behind = list.items.flatMap(({ channel, waiting }) => (waiting > backlogMax ? [`${channelNames[channel]}: ${waiting.toLocaleString('en')} approved messages wait for their turn. More are approved than gaps and quotas let out.`] : []));
  const failing = list.items.flatMap(({ channel, status, waiting }) => (status?.error ? [`${channelNames[channel]} does not work: ${troubleWords(status.error)} ${waitingWords(waiting)}`.trim()] : []));
  return [...paused, ...resting, ...failing, ...behind];
}

/** A channel that rests after trouble, or is being tried again. */
export interface Rest {
  readonly name: string;
  /** Null while one message tries. */
  readonly until: string | null;
  readonly why: string;
  readonly waiting: number;
}

/** Where sending stopped by itself. Who paused a channel knows that nothing goes out there. */
export function restingChannels({ items, allPaused }: ChannelList): Rest[] {
  if (allPaused) return [];
  return items.flatMap(({ channel, mode, paused, breaker, waiting }) => (breaker && !paused && mode !== 'off' ? [{ name: channelNames[channel], until: breaker.until, why: breaker.why, waiting }] : []));
}

export function isSandboxOnly(list: ChannelList): boolean {
  return list.items.some((each) => each.mode === 'sandbox') && !list.items.some((each) => each.mode === 'real');
}
