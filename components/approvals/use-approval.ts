'use client';

import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import type { LeadDetail } from '#lib/leads/schema.ts';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { conversationQuery } from '#components/messages/conversation-query.ts';

export const approvalQuery = (id: string) => ({
  queryKey: keys.approvals.one(id),
  queryFn: ({ signal }: { signal: AbortSignal }) => get<ApprovalView>(`/api/approvals/${id}`, { signal }),
});
const leadQuery = (id: string) => ({
  queryKey: keys.leads.one(id),
  queryFn: ({ signal }: { signal: AbortSignal }) => get<LeadDetail>(`/api/leads/${id}`, { signal }),
});

/** One approval; painted at once from the queue's row, then asked for by itself. */
export function useApproval(id: string | null, row: ApprovalView | undefined) {
  return useQuery({ ...approvalQuery(id ?? ''), enabled: id !== null, ...(row && { placeholderData: row }) });
}

export function useLead(id: string | undefined) {
  return useQuery({ ...leadQuery(id ?? ''), enabled: id !== undefined });
}

function prefetch(client: QueryClient, row: ApprovalView): void {
  void client.prefetchQuery(leadQuery(row.leadId));
  if (row.conversationId) void client.prefetchQuery(conversationQuery(row.conversationId));
}

/** The neighbours are there before they are asked for, so that moving on paints at once. */
export function usePrefetchNeighbours(shown: readonly ApprovalView[], id: string | null): void {
  const client = useQueryClient();
  const at = shown.findIndex((row) => row.id === id);
  const near = [shown[at + 1], shown[at + 2], shown[at - 1]].filter((row) => row !== undefined);
  const ids = near.map((row) => row.id).join();
  useEffect(() => {
    for (const row of near) prefetch(client, row);
    // The ids stand for the rows.
  }, [client, ids]);
}

/**
 * What the reader was shown, held still: a decision is bound to this and not to what came in a moment ago.
 * `fresh` is the newest known; `accept` takes it over once it was looked at.
 */
export function useShown(fresh: ApprovalView | undefined, held: ApprovalView | null): { shown: ApprovalView | undefined; accept: (next: ApprovalView) => void } {
  const [pinned, setPinned] = useState<ApprovalView | null>(null);
  const standing = held?.id === fresh?.id && held ? held : pinned?.id === fresh?.id ? pinned : null;
  if (fresh && !standing) setPinned(fresh);
  const isOpen = fresh?.status === 'pending' && standing?.status === 'pending';
  return { shown: isOpen && standing ? standing : fresh, accept: setPinned };
}
