'use client';

import { useEffect, useRef, type ReactNode } from 'react';

/** What appears in a form that scrolls, and must not be missed. */
export function InView({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return <div ref={box}>{children}</div>;
}
