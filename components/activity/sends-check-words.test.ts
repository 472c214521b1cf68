import { expect, test } from 'vitest';
import { faultsWords, tally } from './sends-check-words.ts';

const none = { attempts: 0, accepted: 0, refused: 0, uncertain: 0, open: 0 };

test.each([
  [none, 'Nothing was ever sent from here.'],
  [{ ...none, attempts: 1, accepted: 1 }, '1 send was begun: 1 went out.'],
  [{ attempts: 1204, accepted: 1200, refused: 1, uncertain: 1, open: 2 }, '1,204 sends were begun: 1,200 went out, 1 was refused, 1 is uncertain, 2 are on their way.'],
])('%o', (counts, text) => expect(tally(counts)).toBe(text));

test('faults are counted, not the sends that have them', () => {
  expect(faultsWords(1)).toBe('1 fault was found. Pause the channels and ask whoever runs this installation.');
  expect(faultsWords(1204)).toMatch(/^1,204 faults were found\. /);
});
