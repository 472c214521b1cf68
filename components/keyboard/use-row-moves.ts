'use client';

import { useRef, type RefObject } from 'react';
import { useShortcut } from './keyboard-provider.tsx';

/** Next and previous go through what is marked `data-row` in a list. */
export function useRowMoves<T extends HTMLElement>(): RefObject<T | null> {
  const list = useRef<T>(null);
  const go = (step: number) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
    rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus();
  };
  useShortcut('next', () => go(1));
  useShortcut('previous', () => go(-1));
  return list;
}
