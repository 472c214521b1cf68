import { z } from 'zod';
import { channelNames, nameInText } from '#lib/channels/channel.ts';
import type { ChannelList, ChannelView } from '#lib/channels/list-channels.ts';
import { troubleWords, untoldTroubles, waitingWords } from '#components/channels/channel-words.ts';

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
  return [...paused, ...resting, ...list.items.flatMap((item) => failing(item, list)), ...list.items.flatMap((item) => behind(item, list))];
}

function failing(item: ChannelView, list: ChannelList): string[] {
  return untoldTroubles(item).map((trouble) => {
    if (trouble.concerns === 'fetching') return `Receiving by ${nameInText(item.channel)} does not work: ${troubleWords(trouble)}`;
    // While one message tries, that is told too, with how many wait for it.
    return `Sending by ${nameInText(item.channel)} does not work: ${troubleWords(trouble)} ${isResting(item, list) ? '' : waitingWords(item.waiting)}`.trim();
  });
}

/** Too many for what the policy lets out: only where nothing else keeps them. */
function behind(item: ChannelView, list: ChannelList): string[] {
  const { channel, paused, status, waiting } = item;
  if (waiting <= backlogMax || paused || list.allPaused || status?.sendingError || isResting(item, list)) return [];
  return [`${channelNames[channel]}: ${waiting.toLocaleString('en')} approved messages wait for their turn. More are approved than gaps and quotas let out.`];
}

/** Sending stopped by itself. Who paused a channel knows that nothing goes out there. */
function isResting({ mode, paused, breaker }: ChannelView, { allPaused }: ChannelList): boolean {
  return breaker !== null && !paused && !allPaused && mode !== 'off';
}

/** A channel that rests after trouble, or is being tried again. */
export interface Rest {
  readonly name: string;
  /** Null while one message tries. */
  readonly until: string | null;
  readonly why: string;
  readonly waiting: number;
}

export function restingChannels(list: ChannelList): Rest[] {
  return list.items.flatMap((item) => {
    const { channel, breaker, waiting } = item;
    // Nobody waits for a try that nothing is there to make.
    const isIdle = breaker?.state === 'half_open' && waiting === 0;
    return breaker && !isIdle && isResting(item, list) ? [{ name: channelNames[channel], until: breaker.until, why: breaker.why, waiting }] : [];
  });
}

export function isSandboxOnly(list: ChannelList): boolean {
  return list.items.some((each) => each.mode === 'sandbox') && !list.items.some((each) => each.mode === 'real');
}
