'use client';

import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '#components/ui/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';

export interface UndoToastProps {
  readonly title: string;
  /** Length of the undo window, from now; 0 when there is none. */
  readonly windowMs: number;
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

function UndoToast({ title, windowMs, onUndo }: UndoToastProps) {
  const [endsAt] = useState(() => performance.now() + windowMs);
  const [leftMs, setLeftMs] = useState(windowMs);
  useEffect(() => {
    const timer = setInterval(() => setLeftMs(Math.max(0, endsAt - performance.now())), 250);
    return () => clearInterval(timer);
  }, [endsAt]);
  const isOver = windowMs > 0 && leftMs === 0;
  return (
    <div role="status" data-testid="undo-toast" className="relative flex w-full items-center gap-3 overflow-hidden rounded-lg bg-raised py-2 pr-2 pl-3.5 text-sm shadow-float">
      <p className="min-w-0 flex-1 truncate font-medium">{title}</p>
      {windowMs > 0 && <span aria-hidden data-figures className="text-xs text-ink-3">{isOver ? 'on its way' : `goes in ${Math.ceil(leftMs / 1000)} s`}</span>}
      {!isOver && <Button size="sm" onClick={onUndo} aria-keyshortcuts="u">Undo<Kbd keys="u" /></Button>}
      {windowMs > 0 && <span aria-hidden className="absolute bottom-0 left-0 h-0.5 w-full origin-left bg-accent transition-transform duration-300 ease-linear" style={{ transform: `scaleX(${leftMs / windowMs})` }} />}
    </div>
  );
}
