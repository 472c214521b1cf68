import { expect, test } from 'vitest';
import { hasModifier, matchKey, pressedKey, type Press } from './pressed-key.ts';
import { shortcutList } from './registry.ts';

const press = (key: string, code: string, more: Partial<Press> = {}): Press => ({ key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });

test('a Latin layout is read by what the key types, wherever it stands', () => {
  expect(pressedKey(press('a', 'KeyQ'))).toBe('a');
  expect(pressedKey(press('J', 'KeyJ', { shiftKey: true }))).toBe('j');
});

test('any other layout is read by the key’s place', () => {
  expect(pressedKey(press('о', 'KeyJ'))).toBe('j');
  expect(pressedKey(press('ф', 'KeyA'))).toBe('a');
  expect(pressedKey(press('φ', 'KeyF'))).toBe('f');
});

test('a question mark typed without shift on some layouts still opens help', () => {
  expect(matchKey(pressedKey(press('?', 'Minus')), null)).toEqual({ kind: 'shortcut', id: 'help' });
});

test('sequences: the first key waits, the second decides, anything else forgets', () => {
  expect(matchKey('g', null)).toEqual({ kind: 'prefix', key: 'g' });
  expect(matchKey('a', 'g')).toEqual({ kind: 'shortcut', id: 'go-activity' });
  expect(matchKey('a', null)).toEqual({ kind: 'shortcut', id: 'approve' });
  expect(matchKey('q', 'g')).toEqual({ kind: 'none' });
});

test('arrows move like j and k', () => {
  expect(matchKey('ArrowDown', null)).toEqual({ kind: 'shortcut', id: 'next' });
  expect(matchKey('ArrowUp', null)).toEqual({ kind: 'shortcut', id: 'previous' });
});

test('modifiers belong to the browser', () => {
  expect(hasModifier(press('a', 'KeyA', { ctrlKey: true }))).toBe(true);
  expect(hasModifier(press('?', 'Slash', { shiftKey: true }))).toBe(false);
});

test('no key stands for two things', () => {
  const taken = shortcutList.flatMap((each) => [each.keys, ...(each.also ? [each.also] : [])]);
  expect(new Set(taken).size).toBe(taken.length);
});
