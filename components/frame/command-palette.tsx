'use client';

import { Command } from 'cmdk';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useState } from 'react';
import { useKeyboard, useShortcut } from '#components/keyboard/keyboard-provider.tsx';
import { shortcutList, type ShortcutId } from '#components/keyboard/registry.ts';
import { Kbd } from '#components/ui/kbd.tsx';

const group = '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3';
const item = 'flex h-9 items-center gap-2.5 rounded-md px-2 text-sm select-none data-[selected=true]:bg-pressed [&_svg]:size-4 [&_svg]:text-ink-3';
const looks = [
  { id: 'system', label: 'Look: as the system', icon: Monitor },
  { id: 'light', label: 'Look: light', icon: Sun },
  { id: 'dark', label: 'Look: dark', icon: Moon },
] as const;

/** Everything that has a shortcut, by its words. */
export function CommandPalette() {
  const [open, setOpen] = useState(false);
  const { run, isAvailable } = useKeyboard();
  const { setTheme } = useTheme();
  useShortcut('palette', () => setOpen(true));
  const close = (then: () => void) => {
    setOpen(false);
    // After the palette has given focus back, so that what it opens may keep it.
    requestAnimationFrame(then);
  };
  const offered = (name: string) => shortcutList.filter((each) => each.group === name && each.id !== 'palette' && isAvailable(each.id));
  return (
    <Command.Dialog
      open={open}
      onOpenChange={setOpen}
      label="Command palette"
      loop
      overlayClassName="fixed inset-0 z-40 bg-veil"
      contentClassName="fixed top-[14vh] left-1/2 z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-lg bg-raised shadow-float outline-none"
    >
      <Command.Input placeholder="Jump to or do…" className="h-12 w-full border-b bg-transparent px-4 text-lg outline-none placeholder:text-ink-3" />
      <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5 outline-none">
        <Command.Empty className="px-2 py-8 text-center text-sm text-ink-3">Nothing by that name.</Command.Empty>
        {open && ['Review', 'Go to', 'Everywhere'].map((name) => (
          <Command.Group key={name} heading={name} className={group}>
            {offered(name).map((each) => (
              <PaletteItem key={each.id} id={each.id} label={each.label} keys={each.keys} onRun={(id) => close(() => run(id))} />
            ))}
          </Command.Group>
        ))}
        <Command.Group heading="Look" className={group}>
          {looks.map(({ id, label, icon: Icon }) => (
            <Command.Item key={id} value={label} className={item} onSelect={() => close(() => setTheme(id))}><Icon />{label}</Command.Item>
          ))}
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}

function PaletteItem({ id, label, keys, onRun }: { id: ShortcutId; label: string; keys: string; onRun: (id: ShortcutId) => void }) {
  return (
    <Command.Item value={label} className={item} onSelect={() => onRun(id)}>
      <span className="flex-1">{label}</span>
      <Kbd keys={keys} />
    </Command.Item>
  );
}
