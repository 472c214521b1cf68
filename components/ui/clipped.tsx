'use client';

import { cn } from './cn.ts';
import { Tooltip } from './tooltip.tsx';

/** Text that is cut where there is no room for it; whole on hover and focus, so that it is not for the mouse alone. */
export function Clipped({ text, className }: { text: string; className?: string }) {
  return <Tooltip text={<span className="min-w-0 break-words">{text}</span>}><span tabIndex={0} className={cn('block truncate rounded-sm', className)}>{text}</span></Tooltip>;
}
