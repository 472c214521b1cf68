import { expect, test } from 'vitest';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import type { PolicyCheck } from '#lib/policy/schema.ts';
import { countdownWords, goingOf } from './going-words.ts';

const nowMs = Date.parse('2026-01-05T20:00:00.000Z');
const approved = { status: 'approved', sendAt: null } as const satisfies Partial<ApprovalView>;
const check = (verdict: PolicyCheck['verdict'], more: Partial<PolicyCheck> = {}) => ({ verdict, why: 'All rules pass.', localTime: null, ...more });
const going = (item: Pick<ApprovalView, 'status' | 'sendAt'>, of?: ReturnType<typeof check>, zone: string | null = null) => goingOf(item, of, zone, nowMs);

test('only what the rules let go is said to go when the undo window ends', () => {
  expect(countdownWords(going(approved, check('allow')), 19_200)).toBe('goes in 20 s');
  for (const other of [going(approved), going(approved, check('hold')), going(approved, check('stale')), going(approved, check('block')), going({ status: 'rejected', sendAt: null }, check('allow')), going({ ...approved, sendAt: '2026-01-06T16:00:00.000Z' }, check('allow'))])
    expect(countdownWords(other, 19_200)).toBe('undo for 20 s');
});

test('at the end of the window nothing is on its way that waits', () => {
  expect(countdownWords(going(approved, check('allow')), 0)).toBe('on its way');
  expect(countdownWords(going(approved, check('hold')), 0)).toBe('');
});

test.each([
  ['for a time, on the lead’s clock', going({ ...approved, sendAt: '2026-01-06T16:00:00.000Z' }, check('hold'), 'America/Denver'), 'Goes at 9:00 AM tomorrow in Denver'],
  ['at night there', going(approved, check('hold', { why: 'It is night there.', localTime: 'Tue 9:02 in Denver' })), 'Goes out Tue 9:02 in Denver: It is night there'],
  ['paused', going(approved, check('hold', { why: 'E-mail is paused.' })), 'Waits: E-mail is paused'],
  ['on the list meanwhile', going(approved, check('block', { why: 'Jo is on the list.' })), 'Would not be sent: Jo is on the list'],
  ['outside the window', going(approved, check('stale', { why: 'They wrote long ago.' })), 'Would come back for review: They wrote long ago'],
  ['at once', going(approved, check('allow')), undefined],
])('%s', (_what, given, detail) => expect(given.detail).toBe(detail));
