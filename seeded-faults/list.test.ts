import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { areas, chosen, seededFaults } from './areas.ts';
import { placesOf, seeded, type SeededFault } from './seeded-fault.ts';

const root = resolve(import.meta.dirname, '..');
const text = (file: string) => readFileSync(join(root, file), 'utf8');

test.each(seededFaults.map((fault) => [fault.name, fault] as const))('%s: what it changes stands in the tree once, and changes something', (_, fault) => {
  expect({ file: fault.file, places: placesOf(fault, text(fault.file)) }).toEqual({ file: fault.file, places: 1 });
  expect(seeded(fault, text(fault.file))).not.toBe(text(fault.file));
});

test('every fault has a name of its own and a test that is there', () => {
  expect(new Set(seededFaults.map(({ name }) => name)).size).toBe(seededFaults.length);
  expect(seededFaults.filter(({ test: { file } }) => !existsSync(join(root, file)))).toEqual([]);
});

test('no fault is put into a test', () => {
  expect(seededFaults.filter(({ file }) => /\.test\.tsx?$|\/testing\/|\.spec\.ts$/.test(file))).toEqual([]);
});

test('a fault is refused where what it changes is gone or stands twice', () => {
  const fault: SeededFault = { name: 'f', what: '', file: 'x.ts', find: 'a', replace: 'b', test: { project: 'unit', file: 'x.test.ts', name: 'x' } };
  expect(seeded(fault, 'cat')).toBe('cbt');
  expect(() => seeded(fault, 'dog')).toThrow(/stands 0 times/);
  expect(() => seeded(fault, 'banana')).toThrow(/stands 3 times/);
  expect(seeded({ ...fault, replace: '$&$1' }, 'cat')).toBe('c$&$1t');
});

test('areas and faults are chosen by name; nothing means everything', () => {
  expect(chosen([]).faults).toEqual(seededFaults);
  expect(chosen(['store']).faults).toEqual(areas['store']);
  expect(chosen(['key-forgotten', 'nothing-of-the-kind'])).toMatchObject({ faults: [{ name: 'key-forgotten' }], unknown: ['nothing-of-the-kind'] });
});
