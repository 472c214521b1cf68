import { Skeleton } from '#components/ui/skeleton.tsx';

/** The shape of a conversation with a draft. */
export function ReadingSkeleton() {
  return (
    <div role="status" className="mx-auto flex max-w-[46rem] flex-col gap-3 px-5 pt-16">
      <span className="sr-only">Loading the draft</span>
      <Skeleton className="h-4 w-44" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-4/5" />
      <Skeleton className="mt-6 h-56 w-full rounded-lg" />
    </div>
  );
}
