/**
 * US postal codes by state: the first three digits, from and to, both included. A prefix that is used across a border of states lists where nearly all of it lies.
 * Source: USPS Publication 65, National Five-Digit ZIP Code and Post Office Directory; military and diplomatic prefixes (090-098, 340, 962-966) name no place. Pure.
 */
const prefixes: Readonly<Record<string, string>> = {
  AL: '350-369', AK: '995-999', AZ: '850-865', AR: '716-729', CA: '900-961', CO: '800-816', CT: '060-069', DE: '197-199', DC: '200 202-205 569',
  FL: '320-339 341-349', GA: '300-319 398-399', GU: '969', HI: '967-968', ID: '832-838', IL: '600-629', IN: '460-479', IA: '500-528', KS: '660-679',
  KY: '400-427', LA: '700-714', ME: '039-049', MD: '206-219', MA: '010-027 055', MI: '480-499', MN: '550-567', MS: '386-397', MO: '630-658', MT: '590-599',
  NE: '680-693', NV: '889-898', NH: '030-038', NJ: '070-089', NM: '870-884', NY: '005 100-149', NC: '270-289', ND: '580-588', OH: '430-459',
  OK: '730-732 734-749', OR: '970-979', PA: '150-196', PR: '006-007 009', RI: '028-029', SC: '290-299', SD: '570-577', TN: '370-385',
  TX: '733 750-799 885', UT: '840-847', VT: '050-054 056-059', VA: '201 220-246', VI: '008', WA: '980-994', WV: '247-268', WI: '530-549', WY: '820-831',
};

const stateByPrefix = new Map(Object.entries(prefixes).flatMap(([state, ranges]) => ranges.split(' ').flatMap((range) => within(range).map((prefix) => [prefix, state] as const))));

function within(range: string): string[] {
  const [from = '', to = from] = range.split('-');
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => String(Number(from) + i).padStart(3, '0'));
}

/** The two-letter state (or territory) of a ZIP or ZIP+4 code, or null when it is none or names no place. */
export function stateOfPostalCode(text: string): string | null {
  const prefix = /^\s*(\d{3})\d{2}(?:[-\s]?\d{4})?\s*$/.exec(text)?.[1];
  return prefix === undefined ? null : (stateByPrefix.get(prefix) ?? null);
}
