import { expect, test } from 'vitest';
import { mergeQueue, neighbour } from './merge-queue.ts';

const quiet = { keep: null, welcome: new Set<string>() };

test('the first answer is shown as it comes', () => {
  expect(mergeQueue([], ['a', 'b'], quiet)).toEqual({ shown: ['a', 'b'], arrivals: [] });
});

test('what arrives above waits, so nothing moves under the pointer', () => {
  expect(mergeQueue(['a', 'b'], ['hot', 'a', 'b'], quiet)).toEqual({ shown: ['a', 'b'], arrivals: ['hot'] });
});

test('what arrives below is added', () => {
  expect(mergeQueue(['a', 'b'], ['a', 'b', 'c'], quiet)).toEqual({ shown: ['a', 'b', 'c'], arrivals: [] });
});

test('a changed order underneath does not move what is shown', () => {
  expect(mergeQueue(['a', 'b', 'c'], ['c', 'a', 'b'], quiet).shown).toEqual(['a', 'b', 'c']);
});

test('what is gone leaves, except what is being read', () => {
  expect(mergeQueue(['a', 'b', 'c'], ['c'], quiet).shown).toEqual(['c']);
  expect(mergeQueue(['a', 'b', 'c'], ['c'], { ...quiet, keep: 'b' }).shown).toEqual(['b', 'c']);
});

test('an empty queue lets everything in', () => {
  expect(mergeQueue(['a'], ['x', 'y'], quiet)).toEqual({ shown: ['x', 'y'], arrivals: [] });
  expect(mergeQueue(['a'], ['x'], { ...quiet, keep: 'a' })).toEqual({ shown: ['a', 'x'], arrivals: [] });
});

test('what the reader brought back returns to its place', () => {
  expect(mergeQueue(['a', 'c'], ['a', 'b', 'c'], { keep: null, welcome: new Set(['b']) })).toEqual({ shown: ['a', 'b', 'c'], arrivals: [] });
  expect(mergeQueue(['b', 'c'], ['a', 'b', 'c'], { keep: null, welcome: new Set(['a']) }).shown).toEqual(['a', 'b', 'c']);
});

test('the next to read is the one below, at the end the one above', () => {
  expect(neighbour(['a', 'b', 'c'], 'b')).toBe('c');
  expect(neighbour(['a', 'b', 'c'], 'c')).toBe('b');
  expect(neighbour(['a'], 'a')).toBe(null);
});
