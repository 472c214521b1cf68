import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { seededFaults } from './areas.ts';

const root = resolve(import.meta.dirname, '..');

test('every test that a fault names is there, by its whole name', async () => {
  const files = [...new Set(seededFaults.map((fault) => fault.test.file))];
  const words = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'list', '--root', root, '--no-static-parse', ...files];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }, maxBuffer: 64 * 1024 * 1024 });
  const there = new Set(stdout.split('\n'));
  expect(there.size).toBeGreaterThan(files.length);
  const lines = seededFaults.map(({ test: { project, file, name } }) => `[${project}] ${file} > ${name}`);
  expect(lines.filter((line) => !there.has(line))).toEqual([]);
});
