import { expect, test } from 'vitest';
import { zonesOfState } from './area-codes.ts';
import { stateOfPostalCode } from './postal-codes.ts';

test.each([
  ['96813', 'HI'], ['99501', 'AK'], ['33101', 'FL'], ['32401', 'FL'], ['75201', 'TX'], ['73301', 'TX'], ['79901', 'TX'], ['88510', 'TX'], ['10001', 'NY'], ['00501', 'NY'], ['02108', 'MA'], ['05501', 'MA'], ['05401', 'VT'],
  ['20001', 'DC'], ['20101', 'VA'], ['73102', 'OK'], ['90210-1234', 'CA'], ['902101234', 'CA'], [' 60601 ', 'IL'], ['00901', 'PR'], ['00802', 'VI'], ['96910', 'GU'], ['39901', 'GA'], ['83701', 'ID'],
])('%s is in %s', (code, state) => {
  expect(stateOfPostalCode(code)).toBe(state);
  expect(zonesOfState(state)).not.toBeNull();
});

test.each([['09012', 'the military abroad'], ['34012', 'the military in the Americas'], ['96201', 'the military in the Pacific'], ['00001', 'nobody'], ['1234', 'too short'], ['SW1A 1AA', 'another country'], ['28013 Madrid', 'more than a code'], ['', 'nothing']])('%s names no place: %s', (code) => {
  expect(stateOfPostalCode(code)).toBeNull();
});
