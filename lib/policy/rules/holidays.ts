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
    const at = firstWorkday(nowMs, zones, days);
    return at === nowMs ? pass('It is no holiday where they are.') : { kind: 'hold', untilMs: at, why: 'It is a holiday where they are.' };
  },
};

/** The first instant from `nowMs` on that is no holiday in any of the zones: one feast may follow another, and come later further west. */
function firstWorkday(nowMs: number, zones: readonly string[], days: readonly string[]): number {
  let at = nowMs;
  for (let zone = zones.find(isHoliday); zone !== undefined; zone = zones.find(isHoliday)) at = startOfDayAfter(at, zone);
  return at;

  function isHoliday(zone: string): boolean {
    return days.includes(localDate(at, zone));
  }
}
