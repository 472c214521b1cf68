'use client';

import { useSyncExternalStore } from 'react';
import { exactTime, relativeTime } from './time-words.ts';
import { Tooltip } from './tooltip.tsx';

const listeners = new Set<() => void>();
let minute = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for every time on the page; it runs only while one is shown. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    minute += 1;
    for (const each of listeners) each();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

export function useMinute(): number {
  return useSyncExternalStore(subscribe, () => minute, () => 0);
}

/** How long ago or until, with the exact time on hover and focus. */
export function RelativeTime({ at, zone, className }: { at: string; zone?: string | null; className?: string }) {
  useMinute();
  const ms = Date.parse(at);
  return (
    <Tooltip text={exactTime(ms, zone)}>
      <time dateTime={at} className={className} suppressHydrationWarning>{relativeTime(ms, Date.now())}</time>
    </Tooltip>
  );
}
