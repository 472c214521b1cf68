'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** Filters live in the address, so that a reload or a shared link keeps its place. */
export function useUrl(): { value: (name: string) => string; set: (changes: Readonly<Record<string, string>>) => void } {
  const params = useSearchParams();
  const value = useCallback((name: string) => params.get(name) ?? '', [params]);
  const set = useCallback((changes: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(location.search);
    for (const [name, text] of Object.entries(changes)) {
      if (text === '') next.delete(name);
      else next.set(name, text);
    }
    const text = next.toString();
    history.replaceState(null, '', text ? `${location.pathname}?${text}` : location.pathname);
  }, []);
  return { value, set };
}
