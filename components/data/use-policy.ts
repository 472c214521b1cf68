'use client';

import { useQuery } from '@tanstack/react-query';
import type { PolicyView } from '#lib/policy/schema.ts';
import { get } from './api.ts';
import { keys } from './keys.ts';

export const policyQuery = {
  queryKey: keys.policy.inForce,
  queryFn: ({ signal }: { signal: AbortSignal }) => get<PolicyView>('/api/policy', { signal }),
};

/** The policy in force; asked for only while it is wanted. */
export function usePolicy(isWanted = true) {
  return useQuery({ ...policyQuery, enabled: isWanted });
}
