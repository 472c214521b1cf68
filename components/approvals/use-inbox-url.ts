'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import { readFilter, writeFilter, type InboxFilter } from './inbox-filter.ts';

/** What the inbox shows lives in the address, so that a reload or a shared link keeps its place. */
export function useInboxUrl(): [InboxFilter, (change: Partial<InboxFilter>, how?: 'push' | 'replace') => void] {
  const params = useSearchParams();
  const filter = readFilter(params);
  const change = useCallback((next: Partial<InboxFilter>, how: 'push' | 'replace' = 'replace') => {
    const href = writeFilter({ ...readFilter(new URLSearchParams(location.search)), ...next });
    if (how === 'push') history.pushState(null, '', href);
    else history.replaceState(null, '', href);
  }, []);
  return [filter, change];
}
