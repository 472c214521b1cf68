import { nameInText } from '#lib/channels/channel.ts';
import { dayMs, hourMs, type Policy } from '../policy.ts';
import { pass, type Judgement, type PolicyRule, type SendCount } from '../verdict.ts';

/** Held until the first place in the window is free, or the limit grows. */
function rolling(name: string, counted: SendCount, limit: number, windowMs: number, nowMs: number, growsAt = Infinity): Judgement {
  if (counted.count < limit) return pass(`${counted.count} of ${limit} sent in the last ${name}.`);
  return { kind: 'hold', untilMs: Math.max(nowMs + 1, Math.min((counted.oldest ?? nowMs) + windowMs, growsAt)), why: `${counted.count} of ${limit} were sent in the last ${name}.` };
}

export const hourQuota: PolicyRule = {
  name: 'hour_quota',
  scope: 'sender',
  source: 'the team; far below what platforms punish',
  parameters: ['channels'],
  judge: ({ channel }, { lastHour }, nowMs, { channels }) => rolling('hour', lastHour, channels[channel].perHour, hourMs, nowMs),
};

export const dayQuota: PolicyRule = {
  name: 'day_quota',
  scope: 'sender',
  source: 'the team; far below what platforms punish',
  parameters: ['channels'],
  judge: ({ channel }, { lastDay }, nowMs, { channels }) => rolling('24 h', lastDay, channels[channel].perDay, dayMs, nowMs),
};

/** A start that lies ahead of now (the clock went back) still counts: the gap is measured from it. */
export const minimumGap: PolicyRule = {
  name: 'minimum_gap',
  scope: 'sender',
  source: 'the team; Telegram and WhatsApp limit bursts',
  parameters: ['channels', 'gapVariance'],
  judge({ channel }, { lastDay }, nowMs, { channels, gapVariance }) {
    const { gapMs } = channels[channel];
    const until = lastDay.newest === null ? nowMs : lastDay.newest + gapAfter(lastDay.newest, gapMs, gapVariance);
    if (nowMs >= until) return pass(`At least ${gapMs / 1000} s since the last one.`);
    return { kind: 'hold', untilMs: until, why: `Messages by ${nameInText(channel)} are at least ${gapMs / 1000} s apart.` };
  },
};

/** How long after a message that was begun at an instant the next one may be (ms). */
export function gapAfter(instant: number, gapMs: number, gapVariance: number): number {
  return Math.round(gapMs * (1 + gapVariance * chanceOf(instant)));
}

/** A number from 0 to 1 that is always the same for the same instant: asked twice, the gap after one message does not change. */
function chanceOf(instant: number): number {
  let mixed = Math.imul((instant ^ Math.floor(instant / 0x100000000)) | 0, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 0x100000000;
}

/** A sender that is new on a channel starts small, so that nobody takes it for a flood. */
export const ramp: PolicyRule = {
  name: 'ramp',
  scope: 'sender',
  source: 'the team; mail and WhatsApp providers rate new senders',
  parameters: ['channels', 'ramp'],
  judge({ channel }, { lastDay, firstSendAt }, nowMs, { channels, ramp: given }) {
    if (given === null) return pass('There is no ramp.');
    return rolling(`24 h, on day ${daysSince(firstSendAt, nowMs) + 1} of this sender`, lastDay, dayLimit(channels[channel].perDay, given, firstSendAt, nowMs), dayMs, nowMs, nextDayOf(firstSendAt, nowMs));
  },
};

/** How many a sender may send in 24 h at an instant: the ramp, up to the quota. */
export function dayLimit(perDay: number, ramp: Policy['ramp'], firstSendAt: number | null, nowMs: number): number {
  return ramp === null ? perDay : Math.min(perDay, Math.ceil(ramp.startPerDay * ramp.growthPerDay ** daysSince(firstSendAt, nowMs)));
}

/** When the sender's next day begins and a ramp lets in more. */
export function nextDayOf(firstSendAt: number | null, nowMs: number): number {
  return firstSendAt === null ? Infinity : firstSendAt + (daysSince(firstSendAt, nowMs) + 1) * dayMs;
}

/** Whole days since a sender began; 0 before it does. */
function daysSince(firstSendAt: number | null, nowMs: number): number {
  return firstSendAt === null ? 0 : Math.max(0, Math.floor((nowMs - firstSendAt) / dayMs));
}

/** Not more than a few messages to one person a day, unless they wrote back since. */
export const leadCap: PolicyRule = {
  name: 'lead_cap',
  scope: 'message',
  source: 'the team',
  parameters: ['perLeadPerDay'],
  judge(_subject, { toLeadLastDay, lastInboundAnywhereAt }, nowMs, { perLeadPerDay }) {
    const { count, oldest, newest } = toLeadLastDay;
    if (count < perLeadPerDay) return pass(`${count} of ${perLeadPerDay} to this lead in the last 24 h.`);
    if (lastInboundAnywhereAt !== null && newest !== null && lastInboundAnywhereAt > newest) return pass('They wrote since the last message to them.');
    return { kind: 'hold', untilMs: Math.max(nowMs + 1, (oldest ?? nowMs) + dayMs), why: `This lead had ${count} messages in the last 24 h; the limit is ${perLeadPerDay}.` };
  },
};

/** People of one household share a table, and what they are sent. */
export const householdCap: PolicyRule = {
  name: 'household_cap',
  scope: 'message',
  source: 'the team',
  parameters: ['perHouseholdPerDay'],
  judge(_subject, { lead, toHouseholdLastDay, lastInboundAnywhereAt }, nowMs, { perHouseholdPerDay }) {
    const { count, oldest, newest } = toHouseholdLastDay;
    if (!lead?.household) return pass('No household is known.');
    if (count < perHouseholdPerDay) return pass(`${count} of ${perHouseholdPerDay} to this household in the last 24 h.`);
    if (lastInboundAnywhereAt !== null && newest !== null && lastInboundAnywhereAt > newest) return pass('They wrote since the last message to their household.');
    return { kind: 'hold', untilMs: Math.max(nowMs + 1, (oldest ?? nowMs) + dayMs), why: `This household had ${count} messages in the last 24 h; the limit is ${perHouseholdPerDay}.` };
  },
};
