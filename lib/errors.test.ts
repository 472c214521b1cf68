import { expect, test, vi } from 'vitest';
import { exitCodeOf, Fault, refusal, Refused } from './errors.ts';

/** What is thrown in one copy of this module is known in another: a bundler makes several. */

test('a fault and a refusal of another copy are recognised, and nothing else is', async () => {
  vi.resetModules();
  const other = await import('./errors.ts');
  expect(other.Fault).not.toBe(Fault);
  const fault = new other.Fault('store_unwritable', 'the disk is full', { retryable: false });
  const refused = new other.Refused(refusal('not_found', 'nothing there'));
  expect([fault instanceof Fault, refused instanceof Refused]).toEqual([true, true]);
  expect([fault instanceof Refused, refused instanceof Fault]).toEqual([false, false]);
  for (const value of [null, undefined, 'text', {}, new Error('plain')]) expect([(value as unknown) instanceof Fault, (value as unknown) instanceof Refused]).toEqual([false, false]);
});

test('only what a person must mend ends everything', () => {
  expect(exitCodeOf(new Fault('store_damaged', 'x', { retryable: false }))).toBe(78);
  expect(exitCodeOf(new Fault('store_unwritable', 'x', { retryable: false }))).toBe(1);
  expect(exitCodeOf(new Error('x'))).toBe(1);
});
