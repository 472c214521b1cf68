import type { CountryCode } from 'libphonenumber-js/max';
import { isUsZone, stateOfPhone } from '#lib/policy/area-codes.ts';
import type { LeadFields } from './lead.ts';

/** What people write as the state of a lead, and the two letters by which every table knows it. Pure. */

const names: Readonly<Record<string, string>> = {
  AL: 'Alabama', AK: 'Alaska', AZ: 'Arizona', AR: 'Arkansas', CA: 'California', CO: 'Colorado', CT: 'Connecticut', DE: 'Delaware', DC: 'District of Columbia',
  FL: 'Florida', GA: 'Georgia', HI: 'Hawaii', ID: 'Idaho', IL: 'Illinois', IN: 'Indiana', IA: 'Iowa', KS: 'Kansas', KY: 'Kentucky', LA: 'Louisiana', ME: 'Maine',
  MD: 'Maryland', MA: 'Massachusetts', MI: 'Michigan', MN: 'Minnesota', MS: 'Mississippi', MO: 'Missouri', MT: 'Montana', NE: 'Nebraska', NV: 'Nevada',
  NH: 'New Hampshire', NJ: 'New Jersey', NM: 'New Mexico', NY: 'New York', NC: 'North Carolina', ND: 'North Dakota', OH: 'Ohio', OK: 'Oklahoma', OR: 'Oregon',
  PA: 'Pennsylvania', RI: 'Rhode Island', SC: 'South Carolina', SD: 'South Dakota', TN: 'Tennessee', TX: 'Texas', UT: 'Utah', VT: 'Vermont', VA: 'Virginia',
  WA: 'Washington', WV: 'West Virginia', WI: 'Wisconsin', WY: 'Wyoming',
  AS: 'American Samoa', GU: 'Guam', MP: 'Northern Mariana Islands', PR: 'Puerto Rico', VI: 'Virgin Islands',
};

const otherNames: Readonly<Record<string, string>> = { 'washington dc': 'DC', 'washington d c': 'DC', 'd c': 'DC', 'us virgin islands': 'VI', 'u s virgin islands': 'VI' };

const codes = new Map([...Object.entries(names).flatMap(([code, name]) => [[folded(code), code], [folded(name), code]] as const), ...Object.entries(otherNames)]);

/** The code of a state, the District or a territory of the United States, by its code or name; null when it is neither. */
export function stateOf(text: string): string | null {
  return codes.get(folded(text)) ?? null;
}

/** Case, accents, points and the number of spaces do not matter. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}]+/gu, ' ').trim();
}

/** A state by its code; what is none, like a province elsewhere, in capitals. */
export function regionAsTyped(text: string): string {
  return stateOf(text) ?? text.trim().toUpperCase();
}

type Whereabouts = Pick<LeadFields, 'timeZone' | 'addresses'>;

/**
 * The region of a lead in a table; null when it is no state though they are in the United States: no rule would know it. Of somebody of whom neither zone nor number
 * tells, the office's country is taken for theirs, and two letters for a region.
 */
export function regionOf(text: string, lead: Whereabouts, office: CountryCode): string | null {
  const state = stateOf(text);
  if (state !== null) return state;
  const region = regionAsTyped(text).slice(0, 20);
  const inTheStates = isInTheStates(lead) ?? (office === 'US' && !/^[A-Z]{2}$/.test(region));
  return inTheStates ? null : region;
}

/** Null when nothing tells. Who has a number of one country and a zone of another may live in either. */
function isInTheStates({ timeZone, addresses }: Whereabouts): boolean | null {
  if (timeZone !== null && !isUsZone(timeZone)) return false;
  const numbers = addresses.filter(({ kind }) => kind === 'phone');
  if (numbers.length > 0) return numbers.some(({ value }) => stateOfPhone(value) !== null);
  return timeZone === null ? null : true;
}
