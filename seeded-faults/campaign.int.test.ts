import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { seedAll } from './campaign.ts';
import type { SeededFault } from './seeded-fault.ts';

/** The runner itself, on a small tree with a test that can fail and some that cannot. */

const root = resolve(import.meta.dirname, '..');

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 're-seeded-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const sum = 'export const sum = (a: number, b: number): number => a + b;\n';
const tests = `import { expect, test } from 'vitest';
import { sum } from './sum.ts';
test('adds (two + two)', () => expect(sum(2, 2)).toBe(4));
test('adds nothing', () => expect(sum(1, 0)).toBe(1));
test('cannot fail', () => void sum(1, 2));
test('is red', () => expect(sum(1, 1)).toBe(3));
test.skip('cannot run', () => {});
`;

function smallTree(): string {
  const tree = scratch();
  for (const name of ['package.json', 'vitest.config.ts']) cpSync(join(root, name), join(tree, name));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'dir');
  for (const folder of ['lib', 'scripts', 'data']) mkdirSync(join(tree, folder));
  cpSync(join(root, 'scripts', 'vitest-setup.ts'), join(tree, 'scripts', 'vitest-setup.ts'));
  writeFileSync(join(tree, 'data', 'leads.csv'), 'somebody');
  writeFileSync(join(tree, 'lib', 'sum.ts'), sum);
  writeFileSync(join(tree, 'lib', 'sum.test.ts'), tests);
  return tree;
}

const fault = (name: string, find: string, replace: string, by: string): SeededFault => ({ name, what: '', file: 'lib/sum.ts', find, replace, test: { project: 'unit', file: 'lib/sum.test.ts', name: by } });

test('says which faults are caught, which are missed, and which were not tried, and leaves the tree alone', { timeout: 120_000 }, async () => {
  const tree = smallTree();
  const folder = scratch();
  const faults = [
    fault('minus', 'a + b', 'a - b', 'adds (two + two)'),
    fault('unnoticed', 'a + b', 'a - b', 'adds nothing'),
    fault('broken', 'a + b', 'a + (', 'adds (two + two)'),
    fault('falls-apart', 'a + b', "a + JSON.parse('{}').c.d", 'adds (two + two)'),
    fault('never-fails', 'a + b', 'a * b', 'cannot fail'),
    fault('red', 'a + b', 'a * b', 'is red'),
    fault('skipped', 'a + b', 'a * b', 'cannot run'),
    fault('nameless', 'a + b', 'a * b', 'adds (two'),
  ];
  const rows = await seedAll({ root: tree, folder, faults, signal: new AbortController().signal, progress: () => {} });
  expect(rows.map(({ fault: { name }, verdict }) => `${name}: ${verdict.kind}${'why' in verdict ? `, ${verdict.why}` : ''}`)).toEqual([
    'minus: caught',
    'unnoticed: missed, its test passes with the fault',
    expect.stringMatching(/^broken: missed, fell apart/),
    expect.stringMatching(/^falls-apart: missed, fell apart: TypeError/),
    'never-fails: missed, its test passes with the fault',
    expect.stringMatching(/^red: notRun, its test fails without the fault: AssertionError/),
    'skipped: notRun, its test cannot run on this machine',
    expect.stringMatching(/^nameless: notRun, there is no test “adds \(two”/),
  ]);
  expect(readFileSync(join(tree, 'lib', 'sum.ts'), 'utf8')).toBe(sum);
  for (const copy of readdirSync(folder)) {
    expect(readFileSync(join(folder, copy, 'lib', 'sum.ts'), 'utf8')).toBe(sum);
    expect(existsSync(join(folder, copy, 'data', 'leads.csv'))).toBe(false);
  }
});

test('a list that is out of date is told before anything runs', async () => {
  const tree = smallTree();
  await expect(
    seedAll({ root: tree, folder: scratch(), faults: [fault('gone', 'a * b', 'a - b', 'adds (two + two)')], signal: new AbortController().signal, progress: () => {} }),
  ).rejects.toThrow('gone: what it changes stands 0 times in lib/sum.ts');
});
