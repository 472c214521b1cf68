'use client';

import type { ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { Width } from '#components/data/use-width.ts';

export interface InboxPanesProps {
  readonly width: Width;
  readonly queue: ReactNode;
  readonly reading: ReactNode;
  readonly context: ReactNode | null;
  /** On a phone: whether the reading pane covers the queue. */
  readonly isReading: boolean;
}

/** One, two or three panes, as there is room; their widths are remembered. */
export function InboxPanes({ width, queue, reading, context, isReading }: InboxPanesProps) {
  if (width === 'phone') return <div className="min-h-0 flex-1">{isReading ? reading : queue}</div>;
  return <WidePanes key={context ? 'three' : 'two'} queue={queue} reading={reading} context={context} />;
}

const handle = 'relative w-px bg-line outline-none after:absolute after:inset-y-0 after:-left-1 after:w-2 hover:bg-ring focus-visible:bg-ring data-[separator=active]:bg-ring';

function WidePanes({ queue, reading, context }: Pick<InboxPanesProps, 'queue' | 'reading' | 'context'>) {
  const panelIds = context ? ['queue', 'reading', 'context'] : ['queue', 'reading'];
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id: 're.inbox', panelIds, storage: remembered });
  return (
    <Group {...(defaultLayout && { defaultLayout })} onLayoutChanged={onLayoutChanged} className="min-h-0 flex-1">
      <Panel id="queue" defaultSize={360} minSize={330} maxSize={460} groupResizeBehavior="preserve-pixel-size" className="bg-surface">{queue}</Panel>
      <Separator className={handle} aria-label="Width of the queue" />
      <Panel id="reading" minSize={320} className="bg-surface">{reading}</Panel>
      {context && <Separator className={handle} aria-label="Width of the lead" />}
      {context && <Panel id="context" defaultSize={300} minSize={260} maxSize={400} groupResizeBehavior="preserve-pixel-size" className="bg-ground"><aside aria-label="Lead" className="h-full overflow-y-auto">{context}</aside></Panel>}
    </Group>
  );
}

/** Nothing is remembered while the server paints. */
const remembered = {
  getItem: (key: string) => (typeof localStorage === 'undefined' ? null : localStorage.getItem(key)),
  setItem: (key: string, value: string) => localStorage.setItem(key, value),
};
