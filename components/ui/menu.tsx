'use client';

import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export function Menu({ trigger, children, align = 'start', side = 'bottom' }: { trigger: ReactNode; children: ReactNode; align?: 'start' | 'end'; side?: 'top' | 'bottom' | 'right' }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} side={side} sideOffset={6} collisionPadding={8} className="z-50 min-w-44 rounded-lg bg-raised p-1 shadow-float outline-none animate-appear">
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const item = 'flex h-8 items-center gap-2 rounded-md px-2 text-sm outline-none select-none data-highlighted:bg-pressed data-disabled:opacity-50 max-sm:h-11 [&_svg]:size-4 [&_svg]:text-ink-3';

export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return <Radix.Item className={item} onSelect={onSelect}>{children}</Radix.Item>;
}

export function MenuChoice({ value, onChange, options }: { value: string; onChange: (value: string) => void; options: readonly { value: string; label: ReactNode }[] }) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onChange}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={item}>
          <span className="flex flex-1 items-center gap-2">{option.label}</span>
          <Radix.ItemIndicator><Check /></Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-xs text-ink-3">{children}</Radix.Label>;
}

export function MenuLine() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
