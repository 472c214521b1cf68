'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

export interface SheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly side?: 'left' | 'right';
  readonly children: ReactNode;
}

/** A panel that comes in from the side where there is no room for a pane. */
export function Sheet({ open, onOpenChange, title, side = 'right', children }: SheetProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          aria-describedby={undefined}
          className={cn('fixed inset-y-0 z-50 flex w-[min(21rem,calc(100vw-3rem))] flex-col bg-surface shadow-float outline-none', side === 'right' ? 'right-0' : 'left-0')}
        >
          <header className="flex h-12 shrink-0 items-center justify-between border-b pr-2 pl-4">
            <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button tone="quiet" size="icon-sm" aria-label="Close"><X /></Button>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
