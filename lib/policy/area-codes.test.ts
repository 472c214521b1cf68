import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allUsZones, stateOfPhone, zonesOfState } from './area-codes.ts';

const source = readFileSync(new URL('./area-codes.ts', import.meta.url), 'utf8');
const table = [...source.matchAll(/\b([A-Z]{2}): '([\d ]+)'/g)].map(([, state = '', codes = '']) => [state, codes.split(' ')] as const);

test('fifty states, the District and three territories, each code once, three digits, none that cannot be one', () => {
  expect(table).toHaveLength(54);
  const codes = table.flatMap(([, list]) => list);
  expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
  for (const code of codes) expect(code).toMatch(/^[2-9][0-8]\d$/);
  for (const tollFree of ['800', '833', '844', '855', '866', '877', '888']) expect(codes).not.toContain(tollFree);
});

test('every state lies in at least one zone, and every zone exists', () => {
  for (const [state, [code]] of table) {
    expect(stateOfPhone(`+1${code}5550100`)).toBe(state);
    const zones = zonesOfState(state) ?? [];
    expect(zones.length).toBeGreaterThan(0);
    for (const zone of [...zones, ...allUsZones]) expect(() => new Intl.DateTimeFormat('en-US', { timeZone: zone })).not.toThrow();
  }
});

test.each([
  ['+12125550100', 'NY'], ['+13055550100', 'FL'], ['+17205550100', 'CO'], ['+15125550100', 'TX'], ['+18085550100', 'HI'], ['+19075550100', 'AK'],
  ['+14155550100', 'CA'], ['+12025550100', 'DC'], ['+13125550100', 'IL'], ['+19155550100', 'TX'], ['+18505550100', 'FL'],
  ['+18005550100', null], ['+14165550100', null], ['+442079460000', null],
])('%s lies in %s', (phone, state) => {
  expect(stateOfPhone(phone)).toBe(state);
});

test('an unknown state has no zones', () => {
  expect(zonesOfState('XX')).toBe(null);
});
