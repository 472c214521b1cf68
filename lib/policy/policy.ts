import type { ActorRef } from '#lib/accounts/actor.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { Recorded } from '#lib/store/recorded.ts';

/** What the team decided about sending: one value that every rule is told, and its history. Pure. */

/** How much may go out. Durations in ms. The numbers are ours to choose; they stay far below what the platforms punish. */
export interface ChannelLimits {
  readonly perHour: number;
  readonly perDay: number;
  readonly gapMs: number;
}

/** A new sender starts small: so many on the first day, and more by this factor each day until the day quota is reached. */
export interface Ramp {
  readonly startPerDay: number;
  readonly growthPerDay: number;
}

export interface Policy {
  readonly channels: Readonly<Record<Channel, ChannelLimits>>;
  /** The minimum gap grows by up to this share of itself, differently for each message (0 to 1): no clockwork. */
  readonly gapVariance: number;
  /** Null: no ramp. */
  readonly ramp: Ramp | null;
  /** Messages to one lead over all channels in 24 h, unless they wrote since the last one. */
  readonly perLeadPerDay: number;
  /** The same for everybody of one household together. */
  readonly perHouseholdPerDay: number;
  readonly staleAfterMs: number;
  /** What was scheduled and could not go out within this time after it (ms) is read again instead of going out late. */
  readonly scheduleGraceMs: number;
  /** A channel pauses when more than this share of a sender's messages of 24 h came back (0 to 1). */
  readonly returnedShareMax: number;
  /** Zone of the team, for recipients whose place nobody knows and on channels the law does not bind to a place. */
  readonly teamZone: string;
  /** Channels on which the team keeps quiet hours and holidays, beside those the law binds. */
  readonly quietChannels: readonly Channel[];
  /** Days at the recipient's place on which those channels rest: `2026-12-25`. */
  readonly holidays: readonly string[];
  /** Channels on which nobody is written to first who has not consented (or written to us). */
  readonly consentChannels: readonly Channel[];
  /** Of the team, as commercial mail must carry it; empty while nobody has given one. */
  readonly postalAddress: string;
  /** How old the copy of the national Do-Not-Call registry may be for first messages to phones (days); null when the team writes to nobody first. */
  readonly registryMaxAgeDays: number | null;
  /** The day that copy was taken: `2026-11-02`; null when there is none. */
  readonly registryCopiedOn: string | null;
}

const seconds = 1000;
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export const defaultPolicy: Policy = {
  channels: {
    whatsapp: { perHour: 20, perDay: 150, gapMs: 180 * seconds },
    telegram: { perHour: 30, perDay: 200, gapMs: 120 * seconds },
    email: { perHour: 50, perDay: 500, gapMs: 30 * seconds },
    linkedin: { perHour: 5, perDay: 25, gapMs: 600 * seconds },
    messenger: { perHour: 5, perDay: 25, gapMs: 600 * seconds },
  },
  gapVariance: 0, ramp: null, perLeadPerDay: 3, perHouseholdPerDay: 5, staleAfterMs: 72 * hourMs, scheduleGraceMs: 2 * hourMs, returnedShareMax: 0.1, teamZone: 'America/Denver', quietChannels: [], holidays: [],
  consentChannels: ['whatsapp'], postalAddress: '', registryMaxAgeDays: null, registryCopiedOn: null,
};

/** What managers changed, over the settings the program was started with. */
export interface PolicyState {
  readonly id: string;
  readonly version: number;
  readonly changes: Partial<Policy>;
  readonly changedAt: number;
  readonly changedBy: ActorRef;
  readonly reason: string;
}

export const policyId = 'policy';

/** Only what differs, as it was and as it is now. */
export type PolicyEvent = { readonly type: 'PolicyChanged'; readonly before: Partial<Policy>; readonly after: Partial<Policy>; readonly reason: string };

export function evolvePolicy(state: PolicyState | null, event: Recorded<PolicyEvent>): PolicyState {
  return {
    id: event.subject.id, version: (state?.version ?? 0) + 1, changes: { ...state?.changes, ...event.after },
    changedAt: event.at, changedBy: event.actor, reason: event.reason,
  };
}

/** The settings that shape a policy before anybody changes it. */
export interface PolicySettings {
  readonly staleAfterMs: number;
  readonly timeZone: string;
  readonly quietChannels: readonly Channel[];
  readonly limits: Partial<Readonly<Record<Channel, ChannelLimits>>>;
}

/** The policy in force: the defaults, over them the settings of this machine, over them what managers decided. */
export function policyOf(settings: PolicySettings, state: PolicyState | null): Policy {
  return {
    ...defaultPolicy, quietChannels: settings.quietChannels, staleAfterMs: settings.staleAfterMs, teamZone: settings.timeZone,
    channels: { ...defaultPolicy.channels, ...settings.limits }, ...state?.changes,
  };
}
