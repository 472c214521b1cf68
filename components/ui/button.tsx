import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export const buttonLook = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap select-none transition-colors duration-100 disabled:opacity-50 disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 max-sm:min-h-11',
  {
    variants: {
      tone: {
        primary: 'bg-accent text-on-accent hover:bg-accent-hover',
        plain: 'border bg-surface text-ink hover:bg-hover border-line-strong dark:bg-raised dark:hover:bg-pressed',
        quiet: 'text-ink-2 hover:bg-hover hover:text-ink',
        danger: 'border border-line-strong bg-surface text-failed hover:bg-failed-soft dark:bg-raised',
      },
      size: {
        sm: 'h-7 px-2 text-sm',
        md: 'h-8 px-3 text-sm',
        lg: 'h-9 px-3.5 text-base',
        icon: 'size-8 max-sm:size-11',
        'icon-sm': 'size-7 max-sm:size-11',
      },
    },
    defaultVariants: { tone: 'plain', size: 'md' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonLook> {
  /** Puts the look on the only child, for links. */
  asChild?: boolean;
}

export function Button({ className, tone, size, asChild = false, type = 'button', ...rest }: ButtonProps) {
  if (asChild) return <Slot.Root className={cn(buttonLook({ tone, size }), className)} {...rest} />;
  return <button type={type} className={cn(buttonLook({ tone, size }), className)} {...rest} />;
}
