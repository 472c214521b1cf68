'use client';

import { useEffect, useRef } from 'react';
import type { BulkProgress as Progress } from '#components/approvals/use-bulk.ts';
import { Button } from '#components/ui/button.tsx';

/** How far it is, with a way to stop it: the portion under way is ended, the rest is not begun. */
export function BulkProgress({ progress: { action, done, of, isStopping }, onStop }: { progress: Progress; onStop: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  // The dialog that began it is gone, and with it the focus.
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} role="group" aria-label={`Under way: ${action.label}`} className="sticky top-0 z-10 -mx-2 mb-2.5 flex flex-wrap items-center gap-x-3 gap-y-2 border-b bg-surface px-2 py-2 text-sm">
      <p role="status" data-figures className="text-ink-2">{action.label}: {done.toLocaleString('en')} of {of.toLocaleString('en')} gone through</p>
      <div role="progressbar" aria-label={action.label} aria-valuemin={0} aria-valuemax={of} aria-valuenow={done} className="h-1.5 min-w-24 flex-1 overflow-hidden rounded-full bg-pressed">
        <span className="block h-full origin-left bg-accent transition-transform duration-150" style={{ transform: `scaleX(${of === 0 ? 0 : done / of})` }} />
      </div>
      <Button size="sm" disabled={isStopping} onClick={onStop}>{isStopping ? 'Stopping…' : 'Stop'}</Button>
    </div>
  );
}
