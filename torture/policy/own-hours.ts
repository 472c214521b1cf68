/**
 * When somebody may be written to, reckoned anew from the rules as they are written down, with no code of the product: where a number, a stored zone
 * or a state says somebody may be, and the hours there.
 */

interface Hours {
  readonly from: number;
  readonly before: number;
}

const federal = (): Hours => ({ from: 8 * 60, before: 21 * 60 });
/** TX SB 140; FL 501.059. */
const hoursOf: Readonly<Record<string, (weekday: string) => Hours>> = {
  TX: (weekday) => ({ from: (weekday === 'Sun' ? 12 : 9) * 60, before: 21 * 60 }),
  FL: () => ({ from: 8 * 60, before: 20 * 60 }),
};

const zonesOf: Readonly<Record<string, readonly string[]>> = {
  CO: ['America/Denver'], NY: ['America/New_York'], IL: ['America/Chicago'], CA: ['America/Los_Angeles'], TX: ['America/Chicago', 'America/Denver'], FL: ['America/New_York', 'America/Chicago'],
  HI: ['Pacific/Honolulu'], AZ: ['America/Phoenix', 'America/Denver'],
};
const everyUsZone = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage', 'Pacific/Honolulu'];

/** Numbers, and where each may ring: in a state, or in one of some zones. */
export const phones: readonly { readonly number: string; readonly state?: string; readonly zones?: readonly string[] }[] = [
  { number: '+13035550142', state: 'CO' }, { number: '+12125550100', state: 'NY' }, { number: '+13125550100', state: 'IL' }, { number: '+14155550100', state: 'CA' }, { number: '+15125550100', state: 'TX' },
  { number: '+13055550100', state: 'FL' }, { number: '+18085550100', state: 'HI' }, { number: '+16025550100', state: 'AZ' }, { number: '+18005550100', zones: everyUsZone },
  { number: '+442079460000', zones: ['Europe/London'] }, { number: '+81312345678', zones: ['Asia/Tokyo'] }, { number: '+61212345678', zones: ['Australia/Sydney', 'Australia/Perth'] },
];

/** Postal codes, and the state each lies in; the military abroad is nowhere. */
export const postalCodes: readonly { readonly code: string; readonly state: string | null }[] = [
  { code: '80202', state: 'CO' }, { code: '10001-1234', state: 'NY' }, { code: '78701', state: 'TX' }, { code: '32401', state: 'FL' }, { code: '96813', state: 'HI' }, { code: '85001', state: 'AZ' }, { code: '09012', state: null },
];

export interface Whereabouts {
  readonly timeZone: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly numbers: readonly string[];
  readonly byLaw: boolean;
  readonly teamZone: string;
}

/** Every zone somebody may be in, and the states whose hours bind. */
export function mayBeIn({ timeZone, region, postalCode, numbers, byLaw, teamZone }: Whereabouts): { readonly zones: readonly string[]; readonly states: readonly string[] } {
  const told = byLaw || timeZone === null ? phones.filter(({ number }) => numbers.includes(number)) : [];
  const isAbroad = /^(?:Europe|Asia|Australia)\//.test(timeZone ?? '');
  const mailed = isAbroad ? null : (postalCodes.find(({ code }) => code === postalCode)?.state ?? null);
  const states = [...(region === null ? [] : [region]), ...(mailed === null ? [] : [mailed]), ...told.flatMap(({ state }) => state ?? [])];
  const ofStates = states.flatMap((state) => (timeZone !== null && zonesOf[state]!.includes(timeZone) ? [] : zonesOf[state]!));
  const zones = [...(timeZone === null ? [] : [timeZone]), ...ofStates, ...told.flatMap((each) => each.zones ?? [])];
  return { zones: zones.length > 0 ? zones : byLaw ? everyUsZone : [teamZone], states: byLaw ? states : [] };
}

export function isDaytime(at: number, where: { readonly zones: readonly string[]; readonly states: readonly string[] }): boolean {
  return where.zones.every((zone) => {
    const { weekday, minute } = wallClock(at, zone);
    return [federal, ...where.states.flatMap((state) => hoursOf[state] ?? [])].every((hours) => {
      const { from, before } = hours(weekday);
      return minute >= from && minute < before;
    });
  });
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** By the zone's name for the day and its clock of 12 hours, unlike the product, which asks for 24. */
export function wallClock(at: number, zone: string): { readonly weekday: string; readonly minute: number; readonly day: string } {
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, dateStyle: 'full', timeStyle: 'short', calendar: 'gregory', numberingSystem: 'latn' });
  clocks.set(zone, clock);
  const [, weekday = '', month = '', date = '', year = '', hour = '', minute = '', half] = /^(\w{3})\w*, (\w+) (\d+), (\d+) at (\d+):(\d+)\s(AM|PM)$/.exec(clock.format(at)) ?? [];
  const day = new Date(`${month} ${date}, ${year} 12:00 UTC`).toISOString().slice(0, 10);
  return { weekday, minute: ((Number(hour) % 12) + (half === 'PM' ? 12 : 0)) * 60 + Number(minute), day };
}
