'use client';

import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';

/** A form that is about to be closed over what was typed asks once. */
export function useGuardedClose(isDirty: boolean, onClose: () => void): { close: () => void; footer: (usual: ReactNode) => ReactNode } {
  const [isAsking, setAsking] = useState(false);
  const close = () => (isDirty && !isAsking ? setAsking(true) : onClose());
  const footer = (usual: ReactNode) =>
    isAsking ? (
      <div role="alert" className="flex flex-1 flex-wrap items-center justify-end gap-2">
        <p className="min-w-0 flex-1 text-sm">What you typed is not saved.</p>
        <Button tone="danger" onClick={onClose}>Discard it</Button>
        <Button tone="primary" autoFocus onClick={() => setAsking(false)}>Keep writing</Button>
      </div>
    ) : usual;
  return { close, footer };
}
