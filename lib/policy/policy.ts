import type { ActorRef } from '#lib/accounts/actor.ts';
import type { BreakerLimits } from '#lib/channels/breaker.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { never } from '#lib/errors.ts';
import type { Recorded } from '#lib/store/recorded.ts';
import type { MessageTemplate } from './message-template.ts';

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

/** When an address is left alone because mail to it comes back for the time being: full mailboxes and broken servers need days. */
export interface DelayedMail {
  /** Reports within 14 days that say "not now", unless the lead wrote since. */
  readonly reports: number;
  /** How long it then rests after the newest of them (ms). */
  readonly restMs: number;
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
  readonly delayedMail: DelayedMail;
  /** Pauses after the first, second, … refused attempt (ms), shortened by chance so that what failed together does not come back together. After the last the message is a dead letter. What met trouble of the channel waits by them too, at most an hour at a time, and never becomes a dead letter of it. */
  readonly retryPausesMs: readonly number[];
  /** When a channel in trouble rests, for each sender by itself. */
  readonly breaker: BreakerLimits;
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
  /** What the platform has approved to be sent when they have not written lately. */
  readonly templates: readonly MessageTemplate[];
}

const seconds = 1000;
const minuteMs = 60 * seconds;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

export const defaultPolicy: Policy = {
  channels: {
    whatsapp: { perHour: 20, perDay: 150, gapMs: 180 * seconds },
    telegram: { perHour: 30, perDay: 200, gapMs: 120 * seconds },
    email: { perHour: 50, perDay: 500, gapMs: 30 * seconds },
    linkedin: { perHour: 5, perDay: 25, gapMs: 600 * seconds },
    messenger: { perHour: 5, perDay: 25, gapMs: 600 * seconds },
  },
  gapVariance: 0,
  ramp: null,
  perLeadPerDay: 3,
  perHouseholdPerDay: 5,
  staleAfterMs: 72 * hourMs,
  scheduleGraceMs: 2 * hourMs,
  returnedShareMax: 0.1,
  delayedMail: { reports: 3, restMs: 2 * dayMs },
  retryPausesMs: [5 * minuteMs, 15 * minuteMs, hourMs, 4 * hourMs, dayMs],
  breaker: { failures: 5, restMs: minuteMs, successes: 3 },
  teamZone: 'America/Denver',
  quietChannels: [],
  holidays: [],
  consentChannels: ['whatsapp'],
  postalAddress: '',
  registryMaxAgeDays: null,
  registryCopiedOn: null,
  templates: [],
};

/** What managers changed, over the settings the program was started with. */
export interface PolicyState {
  readonly id: string;
  readonly version: number;
  readonly changes: Partial<Policy>;
  /** What the settings gave when the worker last started: a start with others is a change. */
  readonly settings: Partial<PolicyOfSettings>;
  /** By a manager, or by other settings at a start; null while neither was. */
  readonly changed: { readonly at: number; readonly by: ActorRef; readonly reason: string } | null;
}

export const policyId = 'policy';

export type PolicyEvent =
  /** Only what differs, as it was and as it is now. */
  | { readonly type: 'PolicyChanged'; readonly before: Partial<Policy>; readonly after: Partial<Policy>; readonly reason: string }
  /** What the settings give is seen for the first time: nothing is known to have changed. */
  | { readonly type: 'PolicySettingsNoted'; readonly values: Partial<PolicyOfSettings> }
  /** The worker was started with settings that give something else. Of parts named in `overruled` managers decided: what is in force is theirs, as before. */
  | { readonly type: 'PolicySettingsChanged'; readonly before: Partial<PolicyOfSettings>; readonly after: Partial<PolicyOfSettings>; readonly overruled: readonly string[] };

export function evolvePolicy(state: PolicyState | null, event: Recorded<PolicyEvent>): PolicyState {
  const current = state ?? { id: event.subject.id, version: 0, changes: {}, settings: {}, changed: null };
  const { at, actor: by } = event;
  switch (event.type) {
    case 'PolicyChanged':
      return { ...current, version: current.version + 1, changes: { ...current.changes, ...event.after }, changed: { at, by, reason: event.reason } };
    case 'PolicySettingsNoted':
      return { ...current, settings: { ...current.settings, ...event.values } };
    case 'PolicySettingsChanged': {
      const settings = { ...current.settings, ...event.after };
      // Where managers decided, nothing in force has changed.
      if (Object.keys(event.after).every((part) => event.overruled.includes(part))) return { ...current, settings };
      return { ...current, version: current.version + 1, settings, changed: { at, by, reason: 'The program was started with other settings.' } };
    }
    default:
      return never(event);
  }
}

/** The settings that shape a policy before anybody changes it. */
export interface PolicySettings {
  readonly staleAfterMs: number;
  readonly timeZone: string;
  readonly quietChannels: readonly Channel[];
  readonly limits: Partial<Readonly<Record<Channel, ChannelLimits>>>;
}

export type PolicyOfSettings = Pick<Policy, 'quietChannels' | 'staleAfterMs' | 'teamZone' | 'channels'>;

/** The parts of a policy that the settings give, whatever managers decide. */
export function policyOfSettings({ quietChannels, staleAfterMs, timeZone, limits }: PolicySettings): PolicyOfSettings {
  return { quietChannels, staleAfterMs, teamZone: timeZone, channels: { ...defaultPolicy.channels, ...limits } };
}

/** The policy in force: the defaults, over them the settings of this machine, over them what managers decided. */
export function policyOf(settings: PolicySettings, state: PolicyState | null): Policy {
  return { ...defaultPolicy, ...policyOfSettings(settings), ...state?.changes };
}
