'use client';

import { useSyncExternalStore } from 'react';

export type Width = 'phone' | 'tablet' | 'desk';

const phone = '(max-width: 639.98px)';
const desk = '(min-width: 1024px)';

function subscribe(listener: () => void): () => void {
  const queries = [matchMedia(phone), matchMedia(desk)];
  for (const each of queries) each.addEventListener('change', listener);
  return () => {
    for (const each of queries) each.removeEventListener('change', listener);
  };
}

function read(): Width {
  if (matchMedia(phone).matches) return 'phone';
  return matchMedia(desk).matches ? 'desk' : 'tablet';
}

/** How many panes there is room for: one, two or three. */
export function useWidth(): Width {
  return useSyncExternalStore(subscribe, read, () => 'desk');
}

const roomy = '(min-width: 1280px)';

/** Whether the rail has room for its words beside three panes. */
export function useIsRoomy(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(roomy);
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => matchMedia(roomy).matches,
    () => true,
  );
}
