import { cn } from './cn.ts';

/** Keys as they stand on a button or in a hint: `g i`, `Ctrl+Enter`. Hidden from assistive technology; `aria-keyshortcuts` says it there. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <span aria-hidden className="inline-flex shrink-0 items-center gap-0.5 max-sm:hidden">
      {keys.split(' ').map((key) => (
        <kbd key={key} className={cn('inline-flex h-[1.125rem] min-w-[1.125rem] items-center justify-center rounded-sm border border-line-strong px-1 font-sans text-xs leading-none text-ink-2', className)}>
          {key.length === 1 ? key.toUpperCase() : key}
        </kbd>
      ))}
    </span>
  );
}
