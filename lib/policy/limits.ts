import type { Channel } from '#lib/channels/channel.ts';

/** How much may go out. Durations in ms. The numbers are ours to choose; they stay far below what the platforms punish. */
export interface ChannelLimits {
  readonly perHour: number;
  readonly perDay: number;
  readonly gapMs: number;
}

const seconds = 1000;

export const channelLimits: Readonly<Record<Channel, ChannelLimits>> = {
  whatsapp: { perHour: 20, perDay: 150, gapMs: 180 * seconds },
  telegram: { perHour: 30, perDay: 200, gapMs: 120 * seconds },
  email: { perHour: 50, perDay: 500, gapMs: 30 * seconds },
  linkedin: { perHour: 5, perDay: 25, gapMs: 600 * seconds },
  messenger: { perHour: 5, perDay: 25, gapMs: 600 * seconds },
};

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** Messages to one lead over all channels in 24 h, unless they wrote since the last one. */
export const perLeadPerDay = 3;

/** Everything a rule may be told to use; a policy is one value of this. */
export interface Limits {
  readonly channels: Readonly<Record<Channel, ChannelLimits>>;
  readonly perLeadPerDay: number;
  readonly staleAfterMs: number;
  /** Zone of the team, for recipients whose place nobody knows and on channels the law does not bind to a place. */
  readonly teamZone: string;
  /** Channels on which the team keeps quiet hours, beside those the law binds. */
  readonly quietChannels: readonly Channel[];
}

/** The settings that shape a policy. */
export interface LimitSettings {
  readonly staleAfterMs: number;
  readonly timeZone: string;
  readonly quietChannels: readonly Channel[];
  readonly limits: Partial<Readonly<Record<Channel, ChannelLimits>>>;
}

export function limitsOf(settings: LimitSettings): Limits {
  return { quietChannels: settings.quietChannels, channels: { ...channelLimits, ...settings.limits }, perLeadPerDay, staleAfterMs: settings.staleAfterMs, teamZone: settings.timeZone };
}
