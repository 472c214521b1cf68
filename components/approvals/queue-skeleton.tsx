import { Skeleton } from '#components/ui/skeleton.tsx';

const widths = ['w-28', 'w-36', 'w-24', 'w-32', 'w-40', 'w-28', 'w-36'];

/** Rows of the size the real ones have. */
export function QueueSkeleton() {
  return (
    <div role="status" className="flex-1 overflow-hidden">
      <span className="sr-only">Loading drafts</span>
      {widths.map((width, index) => (
        <div key={index} className="flex h-16 flex-col justify-center gap-2 border-b px-4">
          <Skeleton className={`h-3.5 ${width}`} />
          <Skeleton className="h-3 w-[85%]" />
        </div>
      ))}
    </div>
  );
}
