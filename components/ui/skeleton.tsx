import { cn } from './cn.ts';

/** Stands where something will be; shows itself only after 150 ms, so that what comes at once never flickers. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('rounded-sm bg-pressed animate-late', className)} />;
}
