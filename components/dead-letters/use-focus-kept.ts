'use client';

import { useCallback, useEffect, useRef, type FocusEvent, type RefObject } from 'react';

const rowsOf = (list: HTMLElement | null) => [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];

/** Whoever worked on a row that left the list goes on with the one in its place. `ids` says which rows there are. */
export function useFocusKept(list: RefObject<HTMLElement | null>, ids: string): (event: FocusEvent) => void {
  const last = useRef<{ readonly row: HTMLElement; readonly at: number } | null>(null);
  useEffect(() => {
    const lost = last.current;
    if (!lost) return;
    const rows = rowsOf(list.current);
    const isThere = rows.includes(lost.row);
    last.current = isThere ? { row: lost.row, at: rows.indexOf(lost.row) } : null;
    // Never taken from where somebody is by now.
    if (isThere || document.activeElement !== document.body) return;
    (rows[Math.min(lost.at, rows.length - 1)] ?? list.current)?.focus();
  }, [list, ids]);
  return useCallback((event: FocusEvent) => {
    const row = event.target.closest<HTMLElement>('[data-row]');
    last.current = row && { row, at: rowsOf(list.current).indexOf(row) };
  }, [list]);
}
