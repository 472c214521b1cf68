'use client';

import { useState } from 'react';
import { useShortcut } from '#components/keyboard/keyboard-provider.tsx';
import { shortcutList } from '#components/keyboard/registry.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';

const groups = ['Review', 'Everywhere', 'Go to'] as const;
const arrows: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑' };

export function ShortcutHelp() {
  const [open, setOpen] = useState(false);
  useShortcut('help', () => setOpen(true));
  return (
    <Dialog open={open} onOpenChange={setOpen} title="Keyboard shortcuts" description="Off while you type or a dialog is open." className="w-[min(44rem,calc(100vw-2rem))]">
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group} aria-label={group} className="last:sm:col-start-2 last:sm:row-span-2 last:sm:row-start-1">
            <h3 className="mb-1 text-xs font-medium text-ink-3">{group}</h3>
            <ul>
              {shortcutList.filter((each) => each.group === group).map((each) => (
                <li key={each.id} className="flex min-h-7 items-center justify-between gap-4 text-sm">
                  {each.label}
                  <span className="flex items-center gap-1">
                    <span className="sr-only">{each.keys}</span>
                    <Kbd keys={each.keys} />
                    {each.also && <Kbd keys={arrows[each.also] ?? each.also} />}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
