'use client';

import { useSyncExternalStore } from 'react';
import { useRemembered } from './use-remembered.ts';

/** `phone`: one pane at a time; `tablet`: two beside each other; `desk`: three. */
export type Width = 'phone' | 'tablet' | 'desk';

const twoPanesFromPx = 640;
const threePanesFromPx = 1024;
/** What the rail takes more when somebody keeps it unfolded. */
const unfoldedPx = 156;

function beside(railMorePx: number): { subscribe: (listener: () => void) => () => void; read: () => Width } {
  const phone = `(max-width: ${twoPanesFromPx + railMorePx - 0.02}px)`;
  const desk = `(min-width: ${threePanesFromPx + railMorePx}px)`;
  return {
    subscribe(listener) {
      const queries = [matchMedia(phone), matchMedia(desk)];
      for (const each of queries) each.addEventListener('change', listener);
      return () => {
        for (const each of queries) each.removeEventListener('change', listener);
      };
    },
    read() {
      if (matchMedia(phone).matches) return 'phone';
      return matchMedia(desk).matches ? 'desk' : 'tablet';
    },
  };
}

const besideFolded = beside(0);
const besideUnfolded = beside(unfoldedPx);

/** How many panes there is room for beside the rail: one, two or three. While the server's page is taken over it says three: see `useIsMeasured`. */
export function useWidth(): Width {
  const [rail] = useRemembered('rail', 'auto');
  const { subscribe, read } = rail === 'open' ? besideUnfolded : besideFolded;
  return useSyncExternalStore(subscribe, read, () => 'desk');
}

/** False on the server and while its page is taken over: what `useWidth` says is a guess until then, and the rail may still be as wide as the server painted it. */
export function useIsMeasured(): boolean {
  return useSyncExternalStore(() => () => {}, () => true, () => false);
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
