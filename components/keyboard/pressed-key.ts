import { shortcutList, type ShortcutId } from './registry.ts';

/** From key presses to shortcuts. Pure. */

export interface Press {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** On a Latin layout what the key types; on any other the key that stands in its place. */
export function pressedKey(press: Press): string {
  const { key, code, shiftKey } = press;
  if (key.length > 1) return key;
  if (key.charCodeAt(0) < 0x250) return key.toLowerCase();
  if (code.startsWith('Key')) return code.slice(3).toLowerCase();
  if (code === 'Slash') return shiftKey ? '?' : '/';
  return key;
}

export function hasModifier(press: Press): boolean {
  return press.ctrlKey || press.metaKey || press.altKey;
}

export type Match = { readonly kind: 'shortcut'; readonly id: ShortcutId } | { readonly kind: 'prefix'; readonly key: string } | { readonly kind: 'none' };

/** What a key means after `prefix` (the first key of a sequence, or null). */
export function matchKey(key: string, prefix: string | null): Match {
  const keys = prefix === null ? key : `${prefix} ${key}`;
  const hit = shortcutList.find((each) => each.keys === keys || (prefix === null && each.also === key));
  if (hit) return { kind: 'shortcut', id: hit.id };
  if (prefix === null && shortcutList.some((each) => each.keys.startsWith(`${key} `))) return { kind: 'prefix', key };
  return { kind: 'none' };
}
