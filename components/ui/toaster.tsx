'use client';

import { useTheme } from 'next-themes';
import { Toaster as Sonner, toast } from 'sonner';

export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-left"
      gap={8}
      offset={16}
      mobileOffset={{ bottom: 76, left: 12, right: 12 }}
      toastOptions={{ unstyled: true, classNames: { toast: 'w-[25rem] max-w-full' } }}
    />
  );
}

/** Says what happened, what was kept, what to do. Stays until it is read when something failed. */
export function say(title: string, options: { detail?: string | undefined; failed?: boolean; id?: string } = {}): void {
  const { detail, failed = false, id } = options;
  toast.custom(
    (key) => (
      <div role={failed ? 'alert' : 'status'} className="flex w-full items-start gap-3 rounded-lg bg-raised px-3.5 py-2.5 text-sm shadow-float">
        <div className="min-w-0 flex-1">
          <p className={failed ? 'font-medium text-failed' : 'font-medium'}>{title}</p>
          {detail && <p className="mt-0.5 text-ink-2">{detail}</p>}
        </div>
        {failed && (
          <button type="button" className="rounded-sm px-1 text-ink-2 hover:text-ink" onClick={() => toast.dismiss(key)}>
            Close
          </button>
        )}
      </div>
    ),
    { duration: failed ? 12_000 : 4000, ...(id !== undefined && { id }) },
  );
}
