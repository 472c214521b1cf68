import { expect, test } from 'vitest';
import { policyRules } from '#lib/policy/evaluate.ts';
import { forecastLines, goWords, paceWords } from './forecast-words.ts';

test('how many go, and of the others why', () => {
  expect([goWords({ go: 0, total: 0 }), goWords({ go: 3, total: 3 }), goWords({ go: 28, total: 40 })]).toEqual(['Nothing waits for review here.', 'All 3 would go.', '28 of 40 would go.']);
  const groups = [
    { verdict: 'block' as const, rule: 'dnc', count: 5, why: 'On the list.', until: null, zone: null }, { verdict: 'hold' as const, rule: 'quiet_hours', count: 3, why: 'Quiet hours.', until: '2026-11-24T16:00:00Z', zone: 'America/Denver' },
    { verdict: 'hold' as const, rule: 'unheard_of', count: 1, why: 'Because.', until: '2026-11-24T16:00:00Z', zone: null },
  ];
  expect(forecastLines({ groups }, 'UTC').map(({ count, words }) => `${count} ${words}`.replace(/\s/gu, ' '))).toEqual(['5 on the Do-Not-Contact list', '3 wait for the morning, Tue 9:00 AM in Denver at the earliest', '1 would wait, Tue 4:00 PM your time at the earliest']);
});

test('every rule that a forecast can name has words', () => {
  const spoken = policyRules.filter(({ scope, stopsAll, name }) => (scope === 'message' || stopsAll) && name !== 'schedule' && name !== 'staleness').map(({ name }) => name);
  for (const rule of [...spoken, 'teammate_sent']) expect(forecastLines({ groups: [{ verdict: 'hold', rule, count: 1, why: '', until: null, zone: null }] })[0]?.words, rule).not.toBe('would wait');
});

test('the pace of a sender says by whose clock', () => {
  const pace = { channel: 'email' as const, sender: 'a@b.co', count: 20, firstAt: '2026-11-24T15:00:00Z', lastAt: '2026-11-24T16:00:00Z' };
  expect(paceWords(pace, 'Europe/Rome').replace(/\s/gu, ' ')).toBe('E-mail: the last of 20 at Nov 24, 5:00 PM your time');
});
