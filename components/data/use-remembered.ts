'use client';

import { useCallback, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

/** A small choice of looks, remembered in this browser. */
export function useRemembered(name: string, initial: string): [string, (value: string) => void] {
  const key = `re.${name}`;
  const value = useSyncExternalStore(subscribe, () => localStorage.getItem(key) ?? initial, () => initial);
  const set = useCallback(
    (next: string) => {
      localStorage.setItem(key, next);
      for (const each of listeners) each();
    },
    [key],
  );
  return [value, set];
}
