import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

export interface PageProps {
  readonly title: string;
  /** How many there are, beside the title. */
  readonly count?: number | undefined;
  readonly actions?: ReactNode;
  /** Search and filters, under the title. */
  readonly tools?: ReactNode;
  /** `text` keeps what is read at a readable width. */
  readonly measure?: 'full' | 'text';
  readonly children: ReactNode;
}

/** A page of the console beside the inbox: title with what may be done, tools, and a body that scrolls by itself. */
export function Page({ title, count, actions, tools, measure = 'full', children }: PageProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-5 py-1.5 max-sm:px-4">
        <h1 className="text-base font-semibold">{title}</h1>
        {count !== undefined && <span data-figures className="text-sm text-ink-3">{count.toLocaleString('en')}</span>}
        {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {tools && <search className="flex shrink-0 flex-wrap items-center gap-2 border-b px-5 py-2 max-sm:px-4">{tools}</search>}
      <div className="min-h-0 flex-1 overflow-auto">
        {measure === 'full' ? children : <div className={cn('mx-auto h-full max-w-4xl px-5 py-5 max-sm:px-4')}>{children}</div>}
      </div>
    </div>
  );
}

/** A titled part of a page. */
export function Section({ title, note, actions, children }: { title: string; note?: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-8 last:mb-0">
      <div className="mb-2.5 flex flex-wrap items-end gap-x-3 gap-y-1.5">
        <div className="min-w-0">
          <h2 className="text-base font-semibold">{title}</h2>
          {note && <p className="max-w-[72ch] text-sm text-ink-3">{note}</p>}
        </div>
        {actions && <div className="ml-auto flex gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
