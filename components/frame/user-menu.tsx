'use client';

import { ChevronsUpDown, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { signOut } from 'next-auth/react';
import { useTheme } from 'next-themes';
import { useMe } from '#components/data/use-me.ts';
import { useKeyboard } from '#components/keyboard/keyboard-provider.tsx';
import { cn } from '#components/ui/cn.ts';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '#components/ui/menu.tsx';

const themes = [
  { value: 'system', label: <><Monitor />System</> },
  { value: 'light', label: <><Sun />Light</> },
  { value: 'dark', label: <><Moon />Dark</> },
];

/** Who is here, how it looks, and the way out. */
export function UserMenu({ folded }: { folded: boolean }) {
  const { data: me } = useMe();
  const { theme, setTheme } = useTheme();
  const { run } = useKeyboard();
  const name = me?.name || 'Account';
  return (
    <Menu
      side="top"
      trigger={
        <button type="button" aria-label={folded ? `${name}, account` : undefined} className={cn('flex h-10 items-center gap-2 rounded-md text-sm hover:bg-hover max-sm:h-11', folded ? 'w-9 justify-center' : 'px-1.5')}>
          <span aria-hidden className="flex size-6 shrink-0 items-center justify-center rounded-md bg-pressed text-xs font-semibold text-ink-2">{name.slice(0, 1).toUpperCase()}</span>
          {!folded && (
            <>
              <span className="min-w-0 flex-1 text-left leading-4">
                <span className="block truncate font-medium">{name}</span>
                <span className="block truncate text-xs text-ink-3">{me?.role ?? ' '}</span>
              </span>
              <ChevronsUpDown aria-hidden className="size-3.5 text-ink-3" />
            </>
          )}
        </button>
      }
    >
      <MenuLabel>Look</MenuLabel>
      <MenuChoice value={theme ?? 'system'} onChange={setTheme} options={themes} />
      <MenuLine />
      <MenuItem onSelect={() => run('help')}>Keyboard shortcuts</MenuItem>
      <MenuItem onSelect={() => void signOut({ callbackUrl: '/sign-in' })}><LogOut />Sign out</MenuItem>
    </Menu>
  );
}
