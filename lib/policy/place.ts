import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Address } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import { allUsZones, stateOfPhone, zonesOfState } from './area-codes.ts';

/** Where a person may be, as far as it matters for the hour of the day: every zone that is plausible, and every state. Pure. */
export interface Place {
  readonly zones: readonly string[];
  readonly states: readonly string[];
  /** False when nothing but a guess stands behind the zones. */
  readonly known: boolean;
}

/** Stored zone, state and area codes together: a person may be wherever any of them says, so the strictest counts. */
export function placeOf(lead: Lead | null, addresses: readonly Address[]): Place {
  const zones = new Set<string>();
  const states = new Set<string>();
  if (lead?.timeZone) zones.add(lead.timeZone);
  if (lead?.region && zonesOfState(lead.region)) states.add(lead.region);
  for (const address of addresses) {
    if (address.kind !== 'phone') continue;
    const state = stateOfPhone(address.value);
    if (state) states.add(state);
    else for (const zone of zonesOfCountry(address.value)) zones.add(zone);
  }
  for (const state of states) for (const zone of zonesOfState(state) ?? []) if (!lead?.timeZone || !sameState(state, lead)) zones.add(zone);
  return { zones: [...zones], states: [...states], known: zones.size > 0 };
}

/** A stored zone is more exact than a state that lies in two zones, when both speak of the same place. */
function sameState(state: string, lead: Lead): boolean {
  return lead.timeZone !== null && (zonesOfState(state) ?? []).includes(lead.timeZone);
}

function zonesOfCountry(e164: string): readonly string[] {
  const country = parsePhoneNumberFromString(e164)?.country;
  if (country === undefined || country === 'US') return allUsZones;
  const known = zonesByCountry.get(country) ?? zonesIn(country);
  zonesByCountry.set(country, known);
  return known;
}

/** Kept because asking for them costs more than all the rest of a place. */
const zonesByCountry = new Map<string, readonly string[]>();

function zonesIn(country: string): readonly string[] {
  const locale: Intl.Locale & { getTimeZones?: () => string[] } = new Intl.Locale(`und-${country}`);
  return locale.getTimeZones?.() ?? allUsZones;
}
