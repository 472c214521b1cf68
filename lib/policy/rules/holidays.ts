import { localDate, startOfDayAfter } from '../local-time.ts';
import { placeOf } from '../place.ts';
import { phoneChannels } from '../phone-channels.ts';
import { pass, type PolicyRule } from '../verdict.ts';

/** On the team's holidays, at the recipient's place, the channels that keep quiet hours rest. */
export const holidays: PolicyRule = {
  name: 'holidays',
  scope: 'message',
  source: 'the team',
  parameters: ['quietChannels', 'holidays', 'teamZone'],
  judge({ channel }, { lead, addresses }, nowMs, { quietChannels, holidays: days, teamZone }) {
    if (days.length === 0 || !(quietChannels.includes(channel) || phoneChannels.includes(channel))) return pass('No holiday concerns it.');
    const place = placeOf(lead, addresses);
    const zones = place.known ? place.zones : [teamZone];
    const ends = zones.flatMap((zone) => (days.includes(localDate(nowMs, zone)) ? [startOfDayAfter(nowMs, zone)] : []));
    if (ends.length === 0) return pass('It is no holiday where they are.');
    return { kind: 'hold', untilMs: Math.max(...ends), why: 'It is a holiday where they are.' };
  },
};
