'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ApprovalList, ApprovalView } from '#lib/approvals/schema.ts';
import { get } from '#components/data/api.ts';
import { keys, type ApprovalListKey } from '#components/data/keys.ts';
import { tabOf, type InboxFilter } from './inbox-filter.ts';
import { mergeQueue } from './merge-queue.ts';

const pageSize = 50;

export function listKey(filter: Pick<InboxFilter, 'tab' | 'channel' | 'q'>): ApprovalListKey {
  return { status: filter.tab, channel: filter.channel, q: filter.q };
}

function usePages(filter: InboxFilter) {
  const tab = tabOf(filter.tab);
  return useInfiniteQuery({
    queryKey: keys.approvals.list(listKey(filter)),
    queryFn: ({ pageParam, signal }) =>
      get<ApprovalList>('/api/approvals', {
        query: { status: tab.statuses.join(','), channel: filter.channel, q: filter.q, order: tab.order, cursor: pageParam, limit: pageSize },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous, query) => ((query?.queryKey[2] as ApprovalListKey | undefined)?.status === filter.tab ? keepPreviousData(previous) : undefined),
  });
}

/** The queue as it is shown: in a still order, with what arrived meanwhile held back. */
export function useQueue(filter: InboxFilter) {
  const pages = usePages(filter);
  const key = JSON.stringify(listKey(filter));
  const rows = useRef(new Map<string, ApprovalView>());
  const [welcome, setWelcome] = useState<ReadonlySet<string>>(new Set());
  const [still, setStill] = useState<{ key: string; shown: readonly string[] }>({ key: '', shown: [] });

  const fresh = useMemo(() => {
    const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
    return [...new Map(items.map((item) => [item.id, item])).values()];
  }, [pages.data]);
  const freshIds = useMemo(() => fresh.map((item) => item.id), [fresh]);
  for (const item of fresh) rows.current.set(item.id, item);

  const before = still.key === key ? still.shown : [];
  const isSettled = pages.data !== undefined && !pages.isPlaceholderData;
  // While another list is on its way the one before stays in view when it is of the same tab, and nothing when it is not: a key would decide on a draft that nobody chose.
  const unsettled = { shown: pages.isPlaceholderData ? still.shown : [], arrivals: [] };
  const merged = isSettled ? mergeQueue(before, freshIds, { keep: filter.id !== null && before.includes(filter.id) ? filter.id : null, welcome }) : unsettled;
  if (isSettled && (still.key !== key || merged.shown.join() !== still.shown.join())) setStill({ key, shown: merged.shown });

  const letIn = useCallback(() => setStill({ key, shown: freshIds }), [key, freshIds]);
  const bringBack = useCallback((id: string) => setWelcome((ids) => new Set(ids).add(id)), []);
  const shown = merged.shown.flatMap((id) => rows.current.get(id) ?? []);
  return {
    shown, arrivals: merged.arrivals.length, letIn, bringBack,
    counts: pages.data?.pages[0]?.counts,
    total: pages.data?.pages[0]?.total ?? 0,
    isLoading: pages.isPending, isSettled, error: pages.data ? null : pages.error, retry: pages.refetch,
    hasMore: pages.hasNextPage, isLoadingMore: pages.isFetchingNextPage, loadMore: pages.fetchNextPage,
  };
}

export type Queue = ReturnType<typeof useQueue>;
