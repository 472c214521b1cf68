import { channelNames } from '#lib/channels/channel.ts';
import { cityOf } from '../local-time.ts';
import { placeReached } from '../place.ts';
import { federal, nextOpen, strictest } from '../quiet-hours.ts';
import { lookAgain, pass, type PolicyRule } from '../verdict.ts';

/** Nothing arrives at night where the recipient is, or may be. */
export const quietHours: PolicyRule = {
  name: 'quiet_hours',
  scope: 'message',
  source: '47 CFR 64.1200(c)(1); TX SB 140; FL 501.059; for other channels the team, RE_QUIET_HOURS',
  parameters: ['teamZone', 'quietChannels'],
  judge({ channel }, facts, nowMs, policy) {
    const place = placeReached(channel, facts, policy);
    if (place === null) return pass(`${channelNames[channel]} has no quiet hours.`);
    const { zones, states, byLaw, known } = place;
    const at = nextOpen(nowMs, zones, byLaw ? strictest(states) : federal);
    if (at === null) return lookAgain('quiet_hours', 'There is no hour at which this may be sent to every place they may be in: correct their zone, state or numbers, or use another channel.');
    if (at <= nowMs) return pass(`It is daytime in ${zones.map(cityOf).join(', ')}.`);
    return { kind: 'hold', untilMs: at, why: `Quiet hours ${known ? `in ${zones.map(cityOf).join(', ')}` : 'where they may be'}.` };
  },
};
