import { localDate, startOfDayAfter } from '../local-time.ts';
import { placeReached } from '../place.ts';
import { pass, type PolicyRule } from '../verdict.ts';

/** On the team's holidays, at the recipient's place, the channels that keep quiet hours rest. */
export const holidays: PolicyRule = {
  name: 'holidays',
  scope: 'message',
  source: 'the team',
  parameters: ['quietChannels', 'holidays', 'teamZone'],
  judge({ channel }, facts, nowMs, policy) {
    const place = policy.holidays.length === 0 ? null : placeReached(channel, facts, policy);
    if (place === null) return pass('No holiday concerns it.');
    const at = firstWorkday(nowMs, place.zones, policy.holidays);
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
