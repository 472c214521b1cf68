import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  /** All that its page says: the title is then the page's heading. */
  readonly isPage?: boolean;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** What a pane says when it has nothing to show, and what to do about it. */
export function EmptyState({ icon, title, isPage = false, children, action }: EmptyStateProps) {
  const Title = isPage ? 'h1' : 'p';
  return (
    <div className="flex h-full min-h-48 flex-col items-center justify-center gap-1 px-8 py-10 text-center">
      {icon && <div aria-hidden className="mb-2 text-ink-3 [&_svg]:size-6 [&_svg]:stroke-[1.5]">{icon}</div>}
      <Title className="text-base font-medium text-ink">{title}</Title>
      {children && <div className="max-w-[40ch] text-sm text-ink-3">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
