import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

const look =
  'w-full rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink placeholder:text-ink-3 outline-none transition-colors focus-visible:border-ring focus-visible:ring-2 focus-visible:ring-ring/30 aria-invalid:border-failed disabled:opacity-60 max-sm:text-lg dark:bg-ground';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cn(look, 'h-8 max-sm:h-11', className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cn(look, 'min-h-20 resize-y py-2', className)} {...rest} />;
}

/** A labelled control with its hint and its error; `id` ties them together. */
export function Field({ id, label, hint, error, children }: { id: string; label: string; hint?: string; error?: string | null; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium text-ink-2">{label}</label>
      {children}
      {hint && <p id={`${id}-hint`} className="text-xs text-ink-3">{hint}</p>}
      {error && <p id={`${id}-error`} role="alert" className="text-xs text-failed">{error}</p>}
    </div>
  );
}
