'use client';

import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '#components/ui/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { countdownWords, type Going } from './going-words.ts';

export interface UndoToastProps {
  readonly title: string;
  /** Length of the undo window, from now; 0 when there is none. */
  readonly windowMs: number;
  readonly going: Going;
  readonly onUndo: () => void;
}

const toastId = 'decision';

/** Says what was decided and counts down while it can be taken back. A new decision takes the place of the one before. */
export function showUndoToast(props: UndoToastProps): void {
  toast.custom(() => <UndoToast key={`${props.title}${performance.now()}`} {...props} />, { id: toastId, duration: Math.max(props.windowMs, 4000) });
}

export function hideUndoToast(): void {
  toast.dismiss(toastId);
}

function UndoToast({ title, windowMs, going, onUndo }: UndoToastProps) {
  const [endsAt] = useState(() => performance.now() + windowMs);
  const [leftMs, setLeftMs] = useState(windowMs);
  useEffect(() => {
    const timer = setInterval(() => setLeftMs(Math.max(0, endsAt - performance.now())), 250);
    return () => clearInterval(timer);
  }, [endsAt]);
  const isOver = windowMs > 0 && leftMs === 0;
  return (
    <div role="status" data-testid="undo-toast" className="relative flex w-full items-center gap-3 overflow-hidden rounded-lg bg-raised py-2 pr-2 pl-3.5 text-sm shadow-float">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{title}</p>
        {going.detail && <p className="mt-0.5 text-xs break-words text-ink-2">{going.detail}</p>}
      </div>
      {windowMs > 0 && <span aria-hidden data-figures className="text-xs whitespace-nowrap text-ink-3">{countdownWords(going, leftMs)}</span>}
      {!isOver && <Button size="sm" onClick={onUndo} aria-keyshortcuts="u">Undo<Kbd keys="u" /></Button>}
      {windowMs > 0 && <span aria-hidden className="absolute bottom-0 left-0 h-0.5 w-full origin-left bg-accent transition-transform duration-300 ease-linear" style={{ transform: `scaleX(${leftMs / windowMs})` }} />}
    </div>
  );
}
