'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { tabOf, type TabId } from './inbox-filter.ts';
import { QueueRow, queueRowHeight } from './queue-row.tsx';

export interface QueueListProps {
  readonly rows: readonly ApprovalView[];
  readonly selectedId: string | null;
  readonly tab: TabId;
  readonly total: number;
  readonly hasMore: boolean;
  readonly onMore: () => void;
  readonly onSelect: (id: string) => void;
}

/** Only the rows in sight exist; the rest is height. */
export function QueueList({ rows, selectedId, tab, total, hasMore, onMore, onSelect }: QueueListProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => queueRowHeight, overscan: 8, getItemKey: (index) => rows[index]?.id ?? index });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const selectedAt = rows.findIndex((row) => row.id === selectedId);

  useEffect(() => {
    if (hasMore && last >= rows.length - 15) onMore();
  }, [hasMore, last, rows.length, onMore]);
  useEffect(() => {
    if (selectedAt >= 0) virtual.scrollToIndex(selectedAt, { align: 'auto' });
  }, [selectedAt, virtual]);

  const statuses: readonly string[] = tabOf(tab).statuses;
  return (
    <div ref={box} className="min-h-0 flex-1 overflow-y-auto overscroll-contain" data-testid="queue">
      <ul aria-label="Queue" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row && (
            <li key={row.id} aria-posinset={item.index + 1} aria-setsize={total} className="absolute inset-x-0 top-0" style={{ transform: `translateY(${item.start}px)` }}>
              <QueueRow approval={row} isSelected={row.id === selectedId} isGone={!statuses.includes(row.status)} onSelect={onSelect} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
