'use client';

import { useQuery } from '@tanstack/react-query';
import type { UserList } from '#lib/accounts/schema.ts';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { useMay, useMe } from '#components/data/use-me.ts';

/** Who may look after a lead: oneself and who does so now; everybody for those who may see the users. */
export function useOwnerOptions(owner: { ownerId: string | null; ownerName: string | null } | null) {
  const { data: me } = useMe();
  const maySee = useMay('user.manage');
  const users = useQuery({ queryKey: keys.users, queryFn: ({ signal }) => get<UserList>('/api/users', { signal }), enabled: maySee });
  const named = new Map<string, string>([['nobody', 'Nobody']]);
  if (me) named.set(me.id, `${me.name} (you)`);
  if (owner?.ownerId && !named.has(owner.ownerId)) named.set(owner.ownerId, owner.ownerName ?? owner.ownerId);
  for (const user of users.data?.items ?? []) if (user.status === 'active' && !named.has(user.id)) named.set(user.id, user.name);
  return [...named].map(([value, label]) => ({ value, label }));
}
