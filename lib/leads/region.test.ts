import { expect, test } from 'vitest';
import { zonesOfState } from '#lib/policy/area-codes.ts';
import { regionOf, stateOf } from './region.ts';

const at = (timeZone: string | null, ...numbers: string[]) => ({ timeZone, addresses: numbers.map((value) => ({ kind: 'phone' as const, value })) });

test.each([
  ['TX', 'TX'], ['tx', 'TX'], ['Tx.', 'TX'], ['Texas', 'TX'], ['  NEW   YORK ', 'NY'], ['west virginia', 'WV'], ['Virginia', 'VA'], ['Washington', 'WA'], ['Washington, D.C.', 'DC'],
  ['District of Columbia', 'DC'], ['puerto rico', 'PR'], ['U.S. Virgin Islands', 'VI'], ['American Samoa', 'AS'], ['Northern Mariana Islands', 'MP'], ['Guam', 'GU'],
  ['Texs', null], ['ON', null], ['Ontario', null], ['', null],
])('“%s” is the state %s', (text, state) => expect(stateOf(text)).toBe(state));

test('every state has zones, so that its hours are known', () => {
  const names = ['Alabama', 'Alaska', 'Arizona', 'Arkansas', 'California', 'Colorado', 'Connecticut', 'Delaware', 'Florida', 'Georgia', 'Hawaii', 'Idaho', 'Illinois', 'Indiana', 'Iowa', 'Kansas', 'Kentucky', 'Louisiana', 'Maine', 'Maryland', 'Massachusetts', 'Michigan', 'Minnesota', 'Mississippi', 'Missouri', 'Montana', 'Nebraska', 'Nevada', 'New Hampshire', 'New Jersey', 'New Mexico', 'New York', 'North Carolina', 'North Dakota', 'Ohio', 'Oklahoma', 'Oregon', 'Pennsylvania', 'Rhode Island', 'South Carolina', 'South Dakota', 'Tennessee', 'Texas', 'Utah', 'Vermont', 'Virginia', 'Washington', 'West Virginia', 'Wisconsin', 'Wyoming', 'District of Columbia', 'American Samoa', 'Guam', 'Northern Mariana Islands', 'Puerto Rico', 'Virgin Islands'];
  const states = names.map((name) => stateOf(name) ?? name);
  expect(new Set(states).size).toBe(56);
  expect(states.filter((state) => zonesOfState(state) === null)).toEqual([]);
});

test.each([
  ['a number in the States', at(null, '+15125550142'), 'Texs', null],
  ['a number in the States, and a province', at(null, '+15125550142'), 'ON', null],
  ['a zone in the States', at('America/Detroit'), 'Mich', null],
  ['a number in the States, a zone elsewhere', at('America/Toronto', '+15125550142'), 'Ontario', 'ONTARIO'],
  ['a zone in the States, a number elsewhere', at('America/Chicago', '+523312345678'), 'Jalisco', 'JALISCO'],
  ['a number in Canada', at(null, '+14165550142'), 'on', 'ON'],
  ['nothing that tells', at(null), 'Texs', null],
  ['nothing that tells, and two letters', at(null), 'on', 'ON'],
])('%s: what a region that is no state comes to', (_whereabouts, lead, text, region) => expect(regionOf(text, lead, 'US')).toBe(region));

test('an office elsewhere has leads with regions of its own', () => expect(regionOf('Jalisco', at(null), 'MX')).toBe('JALISCO'));
