import { expect, test } from 'vitest';
import { Sweep } from './sweep.ts';

const kills = (sweep: Sweep, calls: number, count: number) =>
  Array.from({ length: count }, () => {
    const at = sweep.next;
    sweep.note(at <= calls);
    return at;
  });

test('a few kills reach from the first call to the last', () => expect(kills(new Sweep(4), 10, 5)).toEqual([1, 5, 9, 13, 2]));

test.each([[1, 3], [4, 10], [7, 60], [5, 2]])('with steps of %i each of %i calls has its turn, and they begin anew', (step, calls) => {
  const sweep = new Sweep(step);
  const all = kills(sweep, calls, calls + step).filter((at) => at <= calls);
  expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: calls }, (_, i) => i + 1));
  expect(sweep.next).toBe(1);
});
