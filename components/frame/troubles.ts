import { z } from 'zod';
import type { ChannelList } from '#lib/channels/list-channels.ts';

/** What the banners say, from readiness and the channels. Pure. */

const readiness = z.object({ reasons: z.array(z.string()) });

/** The server's own sentences on why it is not ready. An answer that cannot be read is a trouble too. */
export function readTroubles(answer: unknown): string[] {
  const read = readiness.safeParse(answer);
  return read.success ? read.data.reasons : ['The server does not say whether it is well.'];
}

const names: Readonly<Record<string, string>> = { email: 'E-mail', whatsapp: 'WhatsApp', telegram: 'Telegram', linkedin: 'LinkedIn', messenger: 'Messenger' };

export function channelTroubles(list: ChannelList): string[] {
  const paused = list.allPaused ? [`Sending is paused on all channels: ${list.allPaused.reason}`] : [];
  const failing = list.items.flatMap(({ channel, status }) => {
    if (!status?.error) return [];
    const { message, setting } = status.error;
    return [`${names[channel] ?? channel}: ${message}${setting && !message.includes(setting) ? ` Check ${setting}.` : ''}`];
  });
  return [...paused, ...failing];
}

export function isSandboxOnly(list: ChannelList): boolean {
  return list.items.some((each) => each.mode === 'sandbox') && !list.items.some((each) => each.mode === 'real');
}
