import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiProblem } from './api.ts';
import { holdPage, leaveWhenSignedOut } from './leave-when-signed-out.ts';

const over = new ApiProblem({ code: 'not_signed_in', status: 401, title: 'Sign in first', detail: '' });
const asked = (error: Error) => {
  const left: string[] = [];
  leaveWhenSignedOut(error, (path) => left.push(path));
  return left;
};

beforeEach(() => vi.stubGlobal('location', { pathname: '/dead-letters', search: '?q=jo' }));
afterEach(() => vi.unstubAllGlobals());

test('a session that is over leads to the sign-in page and back; nothing else does', () => {
  expect(asked(over)).toEqual(['/sign-in?next=%2Fdead-letters%3Fq%3Djo']);
  expect(asked(new Error('something else'))).toEqual([]);
});

test('not while the page is held; let go twice by one holder it is still held by the other', () => {
  const [one, other] = [holdPage(), holdPage()];
  one();
  one();
  expect(asked(over)).toEqual([]);
  other();
  expect(asked(over)).toHaveLength(1);
});
