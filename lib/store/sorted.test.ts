import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allUnder, firstUnder, key, lastUnder, numberIn, prefix, sortable, sorted, under } from './sorted.ts';

const whole = fc.oneof(fc.maxSafeNat(), fc.nat(40), fc.constantFrom(Number.MAX_SAFE_INTEGER, 36 ** 10, 36 ** 10 - 1));

test('a number as text sorts as the number does, and is read back', () => {
  fc.assert(
    fc.property(whole, whole, (a, b) => {
      expect(sortable(a)).toBe(a.toString(36).padStart(11, '0'));
      expect(sortable(a) < sortable(b)).toBe(a < b);
      expect(numberIn(key(sortable(a), 'more'))).toBe(a);
    }),
  );
  expect([sortable(-1), sortable(2.9), sortable(Infinity)]).toEqual([sortable(0), sortable(2), sortable(Number.MAX_SAFE_INTEGER)]);
});

const part = fc.constantFrom('a', 'ab', 'b', 'lead', '0');

test('the first, the last and all under a prefix are those that a walk comes by', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(part, part, part), { maxLength: 40 }), part, fc.option(part), (keys, one, from) => {
      const tree = sorted<string>();
      for (const each of keys) tree.set(key(...each), each[2]);
      const start = prefix(one);
      const walk = [...under(tree, start, null, false)];
      expect(allUnder(tree, start)).toEqual(walk.map(([, value]) => value));
      expect(firstUnder(tree, start)).toEqual(walk[0] ?? null);
      expect(lastUnder(tree, start)).toEqual(walk.at(-1) ?? null);
      if (from === null) return;
      expect(firstUnder(tree, start, from)).toEqual(walk.find(([place]) => place >= from) ?? null);
      expect(lastUnder(tree, start, from)).toEqual(walk.findLast(([place]) => place < from) ?? null);
    }),
  );
});
