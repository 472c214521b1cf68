import type { Channel } from '#lib/channels/channel.ts';

/** Channels that ring a phone: the law on calls and texts applies to them (47 CFR 64.1200). */
export const phoneChannels: readonly Channel[] = ['whatsapp'];
