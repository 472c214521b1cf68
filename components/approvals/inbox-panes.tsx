'use client';

import type { ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { useIsMeasured, type Width } from '#components/data/use-width.ts';

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
  const isMeasured = useIsMeasured();
  if (!isMeasured) return <PaintedPanes queue={queue} reading={reading} />;
  if (width === 'phone') return <div className="min-h-0 flex-1">{isReading ? reading : queue}</div>;
  return <WidePanes key={`${width} ${context ? 'three' : 'two'}`} width={width} queue={queue} reading={reading} context={context} />;
}

/** As the server paints them. Panes that can be dragged keep the share they begin with, so they begin only when the room is known. */
function PaintedPanes({ queue, reading }: Pick<InboxPanesProps, 'queue' | 'reading'>) {
  return (
    <div className="flex min-h-0 flex-1">
      <div className="min-w-0 basis-[360px] max-sm:flex-1 sm:border-r">{queue}</div>
      <div className="min-w-80 flex-1 max-sm:hidden">{reading}</div>
    </div>
  );
}

const handle = 'relative w-px bg-line outline-none after:absolute after:inset-y-0 after:-left-1 after:w-2 hover:bg-ring focus-visible:bg-ring data-[separator=active]:bg-ring';

/** The least the queue may have (px); with the reading pane's and the lead's least it fits the narrowest window of its kind. */
const queueMinPx = { tablet: 260, desk: 330 } as const;

function WidePanes({ width, queue, reading, context }: Pick<InboxPanesProps, 'queue' | 'reading' | 'context'> & { width: Exclude<Width, 'phone'> }) {
  const panelIds = context ? ['queue', 'reading', 'context'] : ['queue', 'reading'];
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id: `re.inbox.${width}`, panelIds, storage: remembered, onlySaveAfterUserInteractions: true });
  return (
    <Group {...(defaultLayout && { defaultLayout })} onLayoutChanged={onLayoutChanged} className="min-h-0 flex-1">
      <Panel id="queue" defaultSize={360} minSize={queueMinPx[width]} maxSize={460} groupResizeBehavior="preserve-pixel-size" className="bg-surface">{queue}</Panel>
      <Separator className={handle} aria-label="Width of the queue" />
      <Panel id="reading" minSize={320} className="bg-surface">{reading}</Panel>
      {context && <Separator className={handle} aria-label="Width of the lead" />}
      {context && <Panel id="context" defaultSize={300} minSize={260} maxSize={400} groupResizeBehavior="preserve-pixel-size" className="bg-ground"><aside aria-label="Lead" className="h-full overflow-y-auto">{context}</aside></Panel>}
    </Group>
  );
}

/** What a person dragged, by how many panes there were; what a window pressed them to is not remembered. Nothing while the server paints. */
const remembered = {
  getItem: (key: string) => (typeof localStorage === 'undefined' ? null : localStorage.getItem(key)),
  setItem: (key: string, value: string) => localStorage.setItem(key, value),
};
