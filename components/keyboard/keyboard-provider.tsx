'use client';

import { useRouter } from 'next/navigation';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { hasModifier, matchKey, pressedKey } from './pressed-key.ts';
import { shortcutList, type ShortcutId } from './registry.ts';

type Handler = () => void;

interface Keyboard {
  /** Says what a shortcut does while a part of the page stands; the newest one wins. */
  readonly register: (id: ShortcutId, handler: Handler) => () => void;
  readonly run: (id: ShortcutId) => boolean;
  readonly isAvailable: (id: ShortcutId) => boolean;
}

const KeyboardContext = createContext<Keyboard | null>(null);

export function useKeyboard(): Keyboard {
  const keyboard = useContext(KeyboardContext);
  if (!keyboard) throw new Error('useKeyboard stands outside KeyboardProvider');
  return keyboard;
}

/** Binds a shortcut of the registry while `enabled`. */
export function useShortcut(id: ShortcutId, handler: Handler, enabled = true): void {
  const { register } = useKeyboard();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => (enabled ? register(id, () => latest.current()) : undefined), [id, enabled, register]);
}

const typing = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
const floating = '[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"], [role="menu"][data-state="open"], [role="listbox"]';
const movesByArrows = '[role="tab"], [role="separator"], [role="radio"], [role="menuitem"], [role="combobox"], [role="slider"], iframe';
const sequenceMs = 1500;

function standsAside(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (event.isComposing || event.defaultPrevented || hasModifier(event)) return true;
  if (target?.closest(typing)) return true;
  if (event.key.startsWith('Arrow') && target?.closest(movesByArrows)) return true;
  return document.querySelector(floating) !== null;
}

export function KeyboardProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const handlers = useRef(new Map<ShortcutId, Handler[]>());
  const prefix = useRef<{ key: string; at: number } | null>(null);

  const register = useCallback((id: ShortcutId, handler: Handler) => {
    const stack = handlers.current.get(id) ?? [];
    handlers.current.set(id, [...stack, handler]);
    return () => {
      handlers.current.set(id, (handlers.current.get(id) ?? []).filter((each) => each !== handler));
    };
  }, []);
  const hrefOf = (id: ShortcutId) => shortcutList.find((each) => each.id === id)?.href;
  const run = useCallback(
    (id: ShortcutId) => {
      const handler = handlers.current.get(id)?.at(-1);
      const href = hrefOf(id);
      if (handler) handler();
      else if (href) router.push(href);
      return handler !== undefined || href !== undefined;
    },
    [router],
  );
  const isAvailable = useCallback((id: ShortcutId) => (handlers.current.get(id)?.length ?? 0) > 0 || hrefOf(id) !== undefined, []);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && pressedKey(event) === 'k') {
        if (run('palette')) event.preventDefault();
        return;
      }
      if (standsAside(event)) return;
      const waiting = prefix.current && event.timeStamp - prefix.current.at < sequenceMs ? prefix.current.key : null;
      prefix.current = null;
      const match = matchKey(pressedKey(event), waiting);
      if (match.kind === 'prefix') prefix.current = { key: match.key, at: event.timeStamp };
      // A key held down moves on, but never decides twice.
      if (match.kind !== 'shortcut' || (event.repeat && match.id !== 'next' && match.id !== 'previous')) return;
      if (run(match.id)) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [run]);

  const keyboard = useMemo(() => ({ register, run, isAvailable }), [register, run, isAvailable]);
  return <KeyboardContext value={keyboard}>{children}</KeyboardContext>;
}
