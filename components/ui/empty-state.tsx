import type { ReactNode } from 'react';

/** What a pane says when it has nothing to show, and what to do about it. */
export function EmptyState({ icon, title, children, action }: { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex h-full min-h-48 flex-col items-center justify-center gap-1 px-8 py-10 text-center">
      {icon && <div aria-hidden className="mb-2 text-ink-3 [&_svg]:size-6 [&_svg]:stroke-[1.5]">{icon}</div>}
      <p className="text-base font-medium text-ink">{title}</p>
      {children && <div className="max-w-[40ch] text-sm text-ink-3">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
