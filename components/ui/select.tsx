'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly mark?: ReactNode;
}

export interface SelectProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly SelectOption[];
  readonly label: string;
  readonly id?: string;
  readonly className?: string;
  readonly disabled?: boolean;
  /** Id of what says more of it. */
  readonly describedBy?: string;
}

export function Select({ value, onChange, options, label, id, className, disabled = false, describedBy }: SelectProps) {
  return (
    <Radix.Root value={value} onValueChange={onChange} disabled={disabled}>
      <Radix.Trigger
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        className={cn(
          'inline-flex h-8 items-center justify-between gap-1.5 rounded-md border border-line-strong bg-surface px-2.5 text-sm hover:bg-hover disabled:opacity-60 max-sm:h-11 dark:bg-raised [&_svg]:size-3.5',
          className,
        )}
      >
        <span className="flex min-w-0 items-center gap-1.5 truncate"><Radix.Value /></span>
        <Radix.Icon className="text-ink-3"><ChevronDown /></Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content position="popper" sideOffset={4} className="z-50 max-h-80 max-w-(--radix-select-content-available-width) min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg bg-raised p-1 shadow-float animate-appear">
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item key={option.value} value={option.value} className="flex min-h-8 items-center gap-2 rounded-md py-1 pr-7 pl-2 text-sm outline-none select-none data-highlighted:bg-pressed max-sm:min-h-11 relative [&_svg]:size-3.5">
                <Radix.ItemText><span className="flex items-center gap-1.5">{option.mark}{option.label}</span></Radix.ItemText>
                <Radix.ItemIndicator className="absolute right-2"><Check /></Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
