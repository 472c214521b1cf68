'use client';

import { useQuery } from '@tanstack/react-query';
import type { Role } from '#lib/accounts/actor.ts';
import { hasRole, permissions, type Permission } from '#lib/accounts/permissions.ts';
import { get } from './api.ts';
import { keys } from './keys.ts';

export interface Me {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** No channel talks to the outside. */
  readonly sandbox: boolean;
  readonly undoSeconds: Readonly<Record<string, number>>;
}

export function useMe() {
  return useQuery({ queryKey: keys.me, queryFn: ({ signal }) => get<Me>('/api/me', { signal }), staleTime: 60_000 });
}

/** Whether to offer something; the server decides again. False until it is known who is here. */
export function useMay(permission: Permission): boolean {
  const { data } = useMe();
  return data !== undefined && hasRole(data.role, permissions[permission]);
}
