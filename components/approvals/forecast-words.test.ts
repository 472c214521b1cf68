import { expect, test } from 'vitest';
import { forecastLines, goWords } from './forecast-words.ts';

test('how many go, and of the others why', () => {
  expect([goWords({ go: 0, total: 0 }), goWords({ go: 3, total: 3 }), goWords({ go: 28, total: 40 })]).toEqual(['Nothing waits for review here.', 'All 3 would go.', '28 of 40 would go.']);
  const groups = [{ verdict: 'block' as const, rule: 'dnc', count: 5, why: 'On the list.', until: null }, { verdict: 'hold' as const, rule: 'unheard_of', count: 1, why: 'Because.', until: '2026-11-24T09:00:00Z' }];
  expect(forecastLines({ groups }).map(({ count, words }) => `${count} ${words}`)).toEqual(['5 on the Do-Not-Contact list', '1 would wait']);
});
