'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { get, type Query } from './api.ts';

interface PageOf<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total: number;
}

/** A list in pages by cursor; what is shown stays while a narrower list is asked for. */
export function usePages<T>(queryKey: readonly unknown[], path: string, query: Query) {
  const answer = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => get<PageOf<T>>(path, { query: { limit: 50, ...query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
  return {
    items: answer.data?.pages.flatMap((page) => page.items) ?? [],
    total: answer.data?.pages.at(-1)?.total,
    isLoading: answer.isPending,
    error: answer.data ? null : answer.error,
    hasMore: answer.hasNextPage,
    isLoadingMore: answer.isFetchingNextPage,
    loadMore: () => void answer.fetchNextPage(),
    retry: () => void answer.refetch(),
  };
}
