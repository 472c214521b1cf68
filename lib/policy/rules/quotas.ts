import { dayMs, hourMs } from '../policy.ts';
import { pass, type Judgement, type PolicyRule, type SendCount } from '../verdict.ts';

function rolling(name: string, counted: SendCount, limit: number, windowMs: number, nowMs: number): Judgement {
  if (counted.count < limit) return pass(`${counted.count} of ${limit} sent in the last ${name}.`);
  return { kind: 'hold', untilMs: Math.max(nowMs + 1, (counted.oldest ?? nowMs) + windowMs), why: `${counted.count} of ${limit} were sent in the last ${name}.` };
}

export const hourQuota: PolicyRule = {
  name: 'hour_quota',
  scope: 'sender',
  source: 'the team; far below what platforms punish',
  judge: ({ channel }, { lastHour }, nowMs, { channels }) => rolling('hour', lastHour, channels[channel].perHour, hourMs, nowMs),
};

export const dayQuota: PolicyRule = {
  name: 'day_quota',
  scope: 'sender',
  source: 'the team; far below what platforms punish',
  judge: ({ channel }, { lastDay }, nowMs, { channels }) => rolling('24 h', lastDay, channels[channel].perDay, dayMs, nowMs),
};

/** A start that lies ahead of now (the clock went back) still counts: the gap is measured from it. */
export const minimumGap: PolicyRule = {
  name: 'minimum_gap',
  scope: 'sender',
  source: 'the team; Telegram and WhatsApp limit bursts',
  judge({ channel }, { lastDay }, nowMs, { channels }) {
    const { gapMs } = channels[channel];
    if (lastDay.newest === null || nowMs >= lastDay.newest + gapMs) return pass(`At least ${gapMs / 1000} s since the last one.`);
    return { kind: 'hold', untilMs: lastDay.newest + gapMs, why: `Messages by ${channel} are at least ${gapMs / 1000} s apart.` };
  },
};

/** Not more than a few messages to one person a day, unless they wrote back since. */
export const leadCap: PolicyRule = {
  name: 'lead_cap',
  scope: 'message',
  source: 'the team',
  judge(_subject, { toLeadLastDay, lastInboundAnywhereAt }, nowMs, { perLeadPerDay }) {
    const { count, oldest, newest } = toLeadLastDay;
    if (count < perLeadPerDay) return pass(`${count} of ${perLeadPerDay} to this lead in the last 24 h.`);
    if (lastInboundAnywhereAt !== null && newest !== null && lastInboundAnywhereAt > newest) return pass('They wrote since the last message to them.');
    return { kind: 'hold', untilMs: Math.max(nowMs + 1, (oldest ?? nowMs) + dayMs), why: `This lead had ${count} messages in the last 24 h; the limit is ${perLeadPerDay}.` };
  },
};
