'use client';

import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useShortcut } from '#components/keyboard/keyboard-provider.tsx';
import { cn } from './cn.ts';
import { Input } from './field.tsx';

const pauseMs = 180;

/** A search that asks once typing pauses; `/` comes to it, Escape clears it, then leaves it. */
export function SearchBox({ label, value, onChange, className }: { label: string; value: string; onChange: (value: string) => void; className?: string }) {
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  useShortcut('search', () => box.current?.focus());
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onChange(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  const clear = () => {
    setText('');
    onChange('');
  };
  return (
    <div className={cn('relative w-72 max-w-full max-sm:w-full', className)}>
      <Input
        ref={box}
        value={text}
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        onChange={(event) => setText(event.target.value)}
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
