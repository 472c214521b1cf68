import { expect, test } from 'vitest';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { allShown, allThatFit, countChosen, isChosen, nothing, standing, withOne } from './choice.ts';
import { isNarrowed, queryOf, stuckFilter } from './stuck-filter.ts';

const shown = ['a', 'b', 'c'].map((id) => ({ id }) as ApprovalView);

test('some of those shown; what left the list is not chosen any more', () => {
  const two = withOne(withOne(nothing, 'a', true), 'gone', true);
  expect([isChosen(two, 'a'), isChosen(two, 'b'), countChosen(two, shown, 90)]).toEqual([true, false, 1]);
  expect(countChosen(allShown(shown), shown, 90)).toBe(3);
  expect(countChosen(withOne(allShown(shown), 'b', false), shown, 90)).toBe(2);
});

test('all that fit, but for those that were ticked off', () => {
  const all = allThatFit('{}');
  expect([countChosen(all, shown, 90), isChosen(all, 'never shown')]).toEqual([90, true]);
  const butOne = withOne(all, 'b', false);
  expect([countChosen(butOne, shown, 90), isChosen(butOne, 'b')]).toEqual([89, false]);
  expect(countChosen(withOne(butOne, 'b', true), shown, 90)).toBe(90);
});

test('all that fit one filter are not all that fit another', () => {
  expect(standing(allThatFit('{"channel":"email"}'), '{}')).toBe(nothing);
  expect(standing(allThatFit('{}'), '{}')).toEqual(allThatFit('{}'));
});

test('the address narrows the desk; what it does not know is not asked', () => {
  const filter = (query: string) => stuckFilter((name) => new URLSearchParams(query).get(name) ?? '');
  expect(queryOf(filter('channel=email&code=smtp_550&age=over-day&q=keys'))).toEqual({ channel: 'email', code: 'smtp_550', olderThanHours: 24, q: 'keys' });
  expect(queryOf(filter('channel=fax&age=constructor'))).toEqual({});
  expect([isNarrowed(filter('')), isNarrowed(filter('age=week'))]).toEqual([false, true]);
});
