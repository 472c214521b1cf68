import { expect, test } from 'vitest';
import { policyRules } from '#lib/policy/evaluate.ts';
import { forecastLines, goWords } from './forecast-words.ts';

test('how many go, and of the others why', () => {
  expect([goWords({ go: 0, total: 0 }), goWords({ go: 3, total: 3 }), goWords({ go: 28, total: 40 })]).toEqual(['Nothing waits for review here.', 'All 3 would go.', '28 of 40 would go.']);
  const groups = [
    { verdict: 'block' as const, rule: 'dnc', count: 5, why: 'On the list.', until: null }, { verdict: 'hold' as const, rule: 'quiet_hours', count: 3, why: 'Quiet hours.', until: '2026-11-24T16:00:00Z' },
    { verdict: 'hold' as const, rule: 'unheard_of', count: 1, why: 'Because.', until: null },
  ];
  expect(forecastLines({ groups }, 'America/Denver').map(({ count, words }) => `${count} ${words}`.replace(/\s/gu, ' '))).toEqual(['5 on the Do-Not-Contact list', '3 wait for the morning, Tue 9:00 AM at the earliest', '1 would wait']);
});

test('every rule that a forecast can name has words', () => {
  const spoken = policyRules.filter(({ scope, stopsAll, name }) => (scope === 'message' || stopsAll) && name !== 'schedule' && name !== 'staleness').map(({ name }) => name);
  for (const rule of [...spoken, 'teammate_sent']) expect(forecastLines({ groups: [{ verdict: 'hold', rule, count: 1, why: '', until: null }] })[0]?.words, rule).not.toBe('would wait');
});
