'use client';

import type { ReactNode } from 'react';
import { Banners } from './banners.tsx';
import { CommandPalette } from './command-palette.tsx';
import { PhoneBar } from './phone-bar.tsx';
import { Rail } from './rail.tsx';
import { ShortcutHelp } from './shortcut-help.tsx';

/** What stands around every page of the console. */
export function ConsoleFrame({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <a href="#main" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-1.5 focus:shadow-float">
        Skip to the content
      </a>
      <Banners />
      <PhoneBar />
      <div className="flex min-h-0 flex-1">
        <div className="max-sm:hidden"><Rail /></div>
        <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface outline-none">{children}</main>
      </div>
      <CommandPalette />
      <ShortcutHelp />
    </div>
  );
}
