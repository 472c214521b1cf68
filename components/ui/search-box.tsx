'use client';

import { X } from 'lucide-react';
import { useRef } from 'react';
import { useShortcut } from '#components/keyboard/keyboard-provider.tsx';
import { cn } from './cn.ts';
import { Input } from './field.tsx';
import { searchLengthMax } from './search-length.ts';
import { useTyped } from './use-typed.ts';

/** A search that asks once typing pauses; `/` comes to it, Escape clears it, then leaves it. */
export function SearchBox({ label, value, onChange, className }: { label: string; value: string; onChange: (value: string) => void; className?: string }) {
  const box = useRef<HTMLInputElement>(null);
  const { text, type, clear } = useTyped(value, onChange);
  useShortcut('search', () => box.current?.focus());
  return (
    <div className={cn('relative w-72 max-w-full max-sm:w-full', className)}>
      <Input
        ref={box}
        value={text}
        maxLength={searchLengthMax}
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (text) clear();
          else event.currentTarget.blur();
        }}
        className="pr-8 text-sm"
      />
      {text && <button type="button" aria-label="Clear the search" onClick={clear} className="absolute inset-y-0 right-0 flex w-8 items-center justify-center text-ink-3 hover:text-ink max-sm:w-11"><X className="size-3.5" /></button>}
    </div>
  );
}
