import { Button } from './button.tsx';
import { Skeleton } from './skeleton.tsx';

/** Rows to come, in the height of rows. */
export function RowsSkeleton({ label, rows = 8 }: { label: string; rows?: number }) {
  return (
    <div role="status" className="px-5 max-sm:px-4">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-11 items-center gap-4 border-b">
          <Skeleton className="h-3.5 w-40" />
          <Skeleton className="h-3.5 w-24 max-sm:hidden" />
          <Skeleton className="h-3.5 min-w-0 flex-1" />
        </div>
      ))}
    </div>
  );
}

/** The next page of a list, and how far one is. */
export function MoreRows({ shown, total, hasMore, isLoading, onMore }: { shown: number; total: number; hasMore: boolean; isLoading: boolean; onMore: () => void }) {
  if (!hasMore) return null;
  return (
    <div className="flex items-center justify-center gap-3 px-5 py-4 text-sm text-ink-3">
      <span data-figures>{shown.toLocaleString('en')} of {total.toLocaleString('en')}</span>
      <Button disabled={isLoading} onClick={onMore}>{isLoading ? 'Loading…' : 'Show more'}</Button>
    </div>
  );
}
