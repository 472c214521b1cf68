import { RowsSkeleton } from '#components/ui/list-states.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

export function LeadPageSkeleton() {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-16 items-center gap-3 border-b px-5 max-sm:px-4"><Skeleton className="h-5 w-44" /><Skeleton className="h-5 w-16" /></div>
      <RowsSkeleton label="Loading the lead" rows={6} />
    </div>
  );
}
