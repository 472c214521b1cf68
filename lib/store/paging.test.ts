import { expect, test } from 'vitest';
import { contains } from './paging.ts';

test('a search takes every sign as itself, whatever the case', () => {
  const signs = String.raw`a-b.c+d@x_y/z\w(1)[2]{3}^$*?|'"<>#%&~=,;:!` + ' 😀é';
  expect(contains(signs)(`>>${signs.toUpperCase()}<<`)).toBe(true);
  for (const sign of signs) if (sign.trim() !== '') expect([sign, contains(sign)(`<<${sign}>>`)]).toEqual([sign, true]);
  expect(contains('a-b')('a_b')).toBe(false);
  expect(contains('a.b')('axb')).toBe(false);
});
