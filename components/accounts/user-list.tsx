'use client';

import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { UserList as Users, UserView } from '#lib/accounts/schema.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { useMe } from '#components/data/use-me.ts';
import { Section } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { RowsSkeleton } from '#components/ui/list-states.tsx';
import { AddUserDialog } from './add-user-dialog.tsx';
import { PasswordDialog } from './password-dialog.tsx';
import { UserRow } from './user-row.tsx';

/** Who may sign in, and as what. */
export function UserList() {
  const { data, error, refetch } = useQuery({ queryKey: keys.users, queryFn: ({ signal }) => get<Users>('/api/users', { signal }) });
  const { data: me } = useMe();
  const [open, setOpen] = useState<'add' | UserView | null>(null);
  return (
    <Section title="Users" note="Whoever decides on a draft is named in the journal, so everybody has an account of their own." actions={<Button tone="primary" onClick={() => setOpen('add')}><UserPlus />Add a user</Button>}>
      {!data && (error ? <ProblemState error={error} onRetry={() => void refetch()} /> : <RowsSkeleton label="Loading users" rows={4} />)}
      {data && <ul className="rounded-lg border">{data.items.map((user) => <UserRow key={user.id} user={user} isMe={user.id === me?.id} onPassword={() => setOpen(user)} />)}</ul>}
      {open === 'add' && <AddUserDialog onClose={() => setOpen(null)} />}
      {open !== null && typeof open === 'object' && <PasswordDialog user={open} onClose={() => setOpen(null)} />}
    </Section>
  );
}
