import { expect, test } from 'vitest';
import { judgeWith, judgeWithout } from './verdict.ts';

test('a fault is caught by an assertion or a refusal, and by nothing else', () => {
  expect(judgeWith({ kind: 'failed', messages: ['AssertionError: expected 1 to be 2\n    at …'] })).toEqual({ kind: 'caught' });
  expect(judgeWith({ kind: 'failed', messages: ['Fault: The journal is damaged'] })).toEqual({ kind: 'caught' });
  expect(judgeWith({ kind: 'failed', messages: ['TypeError: .toMatch() expects to receive a string, but got object'] })).toEqual({ kind: 'caught' });
  for (const message of ['TypeError: x is not a function', 'SyntaxError: Unexpected token', 'ReferenceError: x is not defined', 'Error: Test timed out in 120000ms.'])
    expect(judgeWith({ kind: 'failed', messages: [`${message}\n  at …`] })).toEqual({ kind: 'missed', why: `fell apart: ${message}` });
  expect(judgeWith({ kind: 'absent', why: 'Transform failed' }).kind).toBe('missed');
  expect(judgeWith({ kind: 'passed' }).kind).toBe('missed');
  expect(judgeWith({ kind: 'skipped' }).kind).toBe('missed');
  expect(judgeWith({ kind: 'endless', seconds: 9 }).kind).toBe('missed');
});

test('a test that does not pass without the fault shows nothing; only the machine is an excuse', () => {
  expect(judgeWithout({ kind: 'passed' })).toBeNull();
  expect(judgeWithout({ kind: 'skipped' })).toMatchObject({ kind: 'notRun', broken: false });
  expect(judgeWithout({ kind: 'failed', messages: ['AssertionError: no\nat'] })).toMatchObject({ kind: 'notRun', broken: true, why: expect.stringMatching(/: AssertionError: no$/) });
  expect(judgeWithout({ kind: 'absent', why: 'no such test' })).toMatchObject({ broken: true });
  expect(judgeWithout({ kind: 'endless', seconds: 9 })).toMatchObject({ broken: true });
});
