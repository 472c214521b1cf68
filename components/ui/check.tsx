'use client';

import { Check as Tick } from 'lucide-react';
import { Checkbox } from 'radix-ui';
import type { ReactNode } from 'react';

/** A box to tick with the sentence it stands for. */
export function Check({ checked, shortcut, onChange, children }: { checked: boolean; shortcut?: string; onChange: (checked: boolean) => void; children: ReactNode }) {
  return (
    <label className="flex min-h-8 items-start gap-2.5 py-1.5 text-sm max-sm:min-h-11">
      <Checkbox.Root checked={checked} aria-keyshortcuts={shortcut} onCheckedChange={(next) => onChange(next === true)} className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface data-[state=checked]:border-accent data-[state=checked]:bg-accent dark:bg-ground">
        <Checkbox.Indicator><Tick className="size-3 text-on-accent" strokeWidth={3} /></Checkbox.Indicator>
      </Checkbox.Root>
      <span>{children}</span>
    </label>
  );
}
