import { allUsZones } from '../area-codes.ts';
import { phoneChannels } from '../phone-channels.ts';
import { placeOf, type Place } from '../place.ts';
import { federal, nextOpen, strictest } from '../quiet-hours.ts';
import { pass, type PolicyRule } from '../verdict.ts';

/** Nothing arrives at night where the recipient is, or may be. */
export const quietHours: PolicyRule = {
  name: 'quiet_hours',
  scope: 'message',
  source: '47 CFR 64.1200(c)(1); TX SB 140; FL 501.059; for other channels the team, RE_QUIET_HOURS',
  parameters: ['teamZone', 'quietChannels'],
  judge({ channel }, { lead, addresses }, nowMs, { teamZone, quietChannels }) {
    const byLaw = phoneChannels.includes(channel);
    if (!byLaw && !quietChannels.includes(channel)) return pass(`${channel} has no quiet hours.`);
    const place = placeOf(lead, byLaw || !lead?.timeZone ? addresses : []);
    const zones = zonesFor(place, byLaw, teamZone);
    const at = nextOpen(nowMs, zones, byLaw ? strictest(place.states) : federal);
    if (at === null) return { kind: 'block', why: 'There is no hour at which this may be sent to every place they may be in.' };
    if (at <= nowMs) return pass(`It is daytime in ${zones.map(cityOf).join(', ')}.`);
    return { kind: 'hold', untilMs: at, why: `Quiet hours ${place.known ? `in ${zones.map(cityOf).join(', ')}` : 'where they may be'}.` };
  },
};

function zonesFor(place: Place, byLaw: boolean, teamZone: string): readonly string[] {
  if (place.known) return place.zones;
  return byLaw ? allUsZones : [teamZone];
}

const cityOf = (zone: string) => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
