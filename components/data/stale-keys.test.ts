import { expect, test } from 'vitest';
import { keys } from './keys.ts';
import { staleKeys } from './stale-keys.ts';

const event = (kind: string) => JSON.stringify({ seq: 7, type: 'X', subject: { kind, id: 'x_1' } });

test('an approval’s event makes approvals, policy answers, what was delivered and its lead old, and the timeline', () => {
  expect(staleKeys(event('approval'))).toEqual([keys.approvals.all, keys.policy.all, keys.sandbox.all, keys.leads.ones, keys.activity]);
});

test('a sign-in touches nothing but the timeline', () => {
  expect(staleKeys(event('signin'))).toEqual([keys.activity]);
});

test('a table that was changed by hand is told of at once', () => {
  expect(staleKeys(event('workspace'))).toEqual([keys.tableEdits, keys.activity]);
});

test('what cannot be read, or is of a kind nobody knows, makes everything old', () => {
  expect(staleKeys('not json')).toEqual([[]]);
  expect(staleKeys(event('comet'))).toEqual([[]]);
});
