import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Address } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import { stateOf } from '#lib/leads/region.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { allUsZones, stateOfPhone, zonesIn, zonesOfState } from './area-codes.ts';
import { phoneChannels } from './phone-channels.ts';
import { stateOfPostalCode } from './postal-codes.ts';
import type { Policy } from './policy.ts';

/** Where a person may be, as far as it matters for the hour of the day: every zone that is plausible, and every state. Pure. */
export interface Place {
  readonly zones: readonly string[];
  readonly states: readonly string[];
  /** False when nothing but a guess stands behind the zones. */
  readonly known: boolean;
}

/**
 * Where a message on a channel may arrive, for its quiet hours and holidays alike; null when the channel keeps none. By law every place a number speaks
 * of counts, and all the country where nothing is known; otherwise the stored zone is enough, and the team's stands in.
 */
export function placeReached(channel: Channel, { lead, addresses }: { readonly lead: Lead | null; readonly addresses: readonly Address[] }, { quietChannels, teamZone }: Pick<Policy, 'quietChannels' | 'teamZone'>): (Place & { readonly byLaw: boolean }) | null {
  const byLaw = phoneChannels.includes(channel);
  if (!byLaw && !quietChannels.includes(channel)) return null;
  const place = placeOf(lead, byLaw || !lead?.timeZone ? addresses : []);
  return { ...place, byLaw, zones: place.known ? place.zones : byLaw ? allUsZones : [teamZone] };
}

/** Stored zone, state, postal code and area codes together: a person may be wherever any of them says, so the strictest counts. */
export function placeOf(lead: Lead | null, addresses: readonly Address[]): Place {
  const zones = new Set<string>();
  const states = new Set<string>();
  if (lead?.timeZone) zones.add(lead.timeZone);
  // Older imports kept a state as it was written out.
  const region = lead?.region ? stateOf(lead.region) : null;
  if (region !== null) states.add(region);
  const postal = lead?.postalCode && mayBeInTheStates(lead) ? stateOfPostalCode(lead.postalCode) : null;
  if (postal !== null) states.add(postal);
  for (const address of addresses) {
    if (address.kind !== 'phone') continue;
    const state = stateOfPhone(address.value);
    if (state) states.add(state);
    else for (const zone of zonesOfCountry(address.value)) zones.add(zone);
  }
  for (const state of states) for (const zone of zonesOfState(state) ?? []) if (!lead?.timeZone || !sameState(state, lead)) zones.add(zone);
  return { zones: [...zones], states: [...states], known: zones.size > 0 };
}

/** Other countries have postal codes of five digits too. */
function mayBeInTheStates({ timeZone, addresses }: Lead): boolean {
  if (timeZone !== null && !/^(?:America|US|Pacific)\//.test(timeZone)) return false;
  const numbers = addresses.filter(({ kind }) => kind === 'phone');
  return numbers.length === 0 || numbers.some(({ value }) => value.startsWith('+1'));
}

/** A stored zone is more exact than a state that lies in two zones, when both speak of the same place. */
function sameState(state: string, lead: Lead): boolean {
  return lead.timeZone !== null && (zonesOfState(state) ?? []).includes(lead.timeZone);
}

function zonesOfCountry(e164: string): readonly string[] {
  const country = parsePhoneNumberFromString(e164)?.country;
  if (country === undefined || country === 'US') return allUsZones;
  const known = zonesByCountry.get(country) ?? zonesIn(country) ?? allUsZones;
  zonesByCountry.set(country, known);
  return known;
}

/** Kept because asking for them costs more than all the rest of a place. */
const zonesByCountry = new Map<string, readonly string[]>();
