import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

const look = cva('inline-flex h-5 shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3', {
  variants: {
    tone: {
      plain: 'bg-unknown-soft text-ink-2',
      hot: 'bg-hot-soft text-hot',
      warm: 'bg-warm-soft text-warm',
      cold: 'bg-cold-soft text-cold',
      unknown: 'bg-unknown-soft text-unknown',
      held: 'bg-held-soft text-held',
      uncertain: 'bg-uncertain-soft text-uncertain',
      blocked: 'bg-failed-soft text-failed',
      failed: 'bg-failed-soft text-failed',
      good: 'bg-good-soft text-good',
    },
  },
  defaultVariants: { tone: 'plain' },
});

export type BadgeTone = NonNullable<VariantProps<typeof look>['tone']>;

export function Badge({ tone, children, className }: { tone?: BadgeTone; children: ReactNode; className?: string }) {
  return <span className={cn(look({ tone }), className)}>{children}</span>;
}
