import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** What is typed must not go with the page: anything asked in the background may find out that the session is over. */

const components = resolve(import.meta.dirname, '..');
const forms = readdirSync(components, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.tsx'))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => readFileSync(file, 'utf8').includes('<form'));
const held = /\b(?:useFormWrite|useHeldPage)\(/;

test('every form holds the page while something is typed into it', () => {
  expect(forms.length).toBeGreaterThan(10);
  expect(forms.filter((file) => !held.test(readFileSync(file, 'utf8'))).map((file) => relative(components, file))).toEqual([]);
});

test('a write from a form holds the page, and one by a button does not', () => {
  const text = readFileSync(join(components, 'data', 'use-write.ts'), 'utf8');
  const bodyOf = (name: string) => text.slice(text.indexOf(`function ${name}(`)).split('\n}\n')[0] ?? '';
  expect([held.test(bodyOf('useFormWrite').slice(1).replace(/^.*\n/, '')), bodyOf('useWrite').includes('useHeldPage(')]).toEqual([true, false]);
});
