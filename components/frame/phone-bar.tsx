'use client';

import { Menu as MenuIcon } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { Mark } from './mark.tsx';
import { PlaceList } from './rail.tsx';
import { UserMenu } from './user-menu.tsx';

/** On a phone the rail is a sheet behind one button. */
export function PhoneBar() {
  const [open, setOpen] = useState(false);
  return (
    <div className="flex h-12 shrink-0 items-center gap-2 border-b bg-surface px-1 sm:hidden">
      <Button tone="quiet" size="icon" aria-label="Open the rooms" onClick={() => setOpen(true)}><MenuIcon /></Button>
      <span className="flex items-center gap-2 text-base font-semibold"><Mark />RE Engine</span>
      <Sheet open={open} onOpenChange={setOpen} title="Rooms" side="left">
        <nav aria-label="Rooms" className="flex h-full flex-col gap-2 p-2">
          <PlaceList folded={false} onGo={() => setOpen(false)} />
          <UserMenu folded={false} />
        </nav>
      </Sheet>
    </div>
  );
}
