'use client';

import { useQuery } from '@tanstack/react-query';
import type { ApprovalList } from '#lib/approvals/schema.ts';
import type { ContactList } from '#lib/leads/schema.ts';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import type { PlaceCount } from './places.ts';

/** How much waits in each room, and how much of it is uncertain; follows the live events. */
export function useCounts(): Readonly<Partial<Record<PlaceCount | 'uncertain', number>>> {
  const approvals = useQuery({
    queryKey: keys.approvals.counts,
    queryFn: async ({ signal }) => (await get<ApprovalList>('/api/approvals', { query: { limit: 1 }, signal })).counts,
  });
  const contacts = useQuery({
    queryKey: [...keys.contacts, 'count'],
    queryFn: async ({ signal }) => (await get<ContactList>('/api/contacts', { query: { status: 'open', limit: 1 }, signal })).total,
  });
  return {
    ...(approvals.data && { pending: approvals.data.pending, deadLetters: approvals.data.dead_letter + approvals.data.uncertain, uncertain: approvals.data.uncertain }),
    ...(contacts.data !== undefined && { contacts: contacts.data }),
  };
}
