'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import type { UserView } from '#lib/accounts/schema.ts';
import { complain } from '#components/approvals/use-decisions.ts';
import { send } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Menu, MenuItem, MenuLine } from '#components/ui/menu.tsx';
import { Select } from '#components/ui/select.tsx';
import { say } from '#components/ui/toaster.tsx';
import { isRole, roleOptions } from './role-words.ts';

export function UserRow({ user, isMe, onPassword }: { user: UserView; isMe: boolean; onPassword: () => void }) {
  const client = useQueryClient();
  const change = async (path: string, body: Record<string, unknown>, method: 'PATCH' | 'POST', done: string) => {
    try {
      await send(method, path, body);
      say(done);
    } catch (error) {
      complain(error, 'Nothing was changed');
    } finally {
      for (const queryKey of [keys.users, keys.me]) void client.invalidateQueries({ queryKey });
    }
  };
  const path = `/api/users/${user.id}`;
  const isActive = user.status === 'active';
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2.5 text-sm last:border-b-0">
      <div className={cn('min-w-0 flex-1 max-sm:basis-full', !isActive && 'opacity-60')}>
        <p className="flex items-center gap-2 font-medium"><span className="truncate">{user.name}</span>{isMe && <Badge>You</Badge>}{!isActive && <Badge tone="held">Disabled</Badge>}{!user.hasPassword && <Badge tone="held">No password yet</Badge>}</p>
        <p className="truncate text-ink-3">{user.email}</p>
      </div>
      <Select label={`Role of ${user.name}`} value={user.role} options={roleOptions} className="w-28" onChange={(role) => isRole(role) && void change(path, { role }, 'PATCH', `${user.name} has the role ${role} now`)} />
      <Menu align="end" trigger={<Button tone="quiet" size="icon" aria-label={`More for ${user.name}`}><Ellipsis /></Button>}>
        <MenuItem onSelect={onPassword}>Set a password</MenuItem>
        <MenuItem onSelect={() => void change(`${path}/sign-out-everywhere`, {}, 'POST', `Every session of ${user.name} ended`)}>Sign out everywhere</MenuItem>
        <MenuLine />
        {isActive
          ? <MenuItem onSelect={() => void change(path, { status: 'disabled' }, 'PATCH', `${user.name} may not sign in now`)}>Disable</MenuItem>
          : <MenuItem onSelect={() => void change(path, { status: 'active' }, 'PATCH', `${user.name} may sign in again`)}>Enable</MenuItem>}
      </Menu>
    </li>
  );
}
