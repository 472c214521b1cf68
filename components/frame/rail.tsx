'use client';

import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useRemembered } from '#components/data/use-remembered.ts';
import { useIsRoomy } from '#components/data/use-width.ts';
import { useKeyboard } from '#components/keyboard/keyboard-provider.tsx';
import { keysOf } from '#components/keyboard/registry.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { Mark } from './mark.tsx';
import { places, type Place } from './places.ts';
import { useCounts } from './use-counts.ts';
import { UserMenu } from './user-menu.tsx';

/** The rooms, with words; folds to icons and remembers it. */
export function Rail() {
  const [choice, setFolded] = useRemembered('rail', 'auto');
  const isRoomy = useIsRoomy();
  const isFolded = choice === 'auto' ? !isRoomy : choice === 'folded';
  const Fold = isFolded ? PanelLeftOpen : PanelLeftClose;
  const foldLabel = isFolded ? 'Unfold the rail' : 'Fold the rail';
  return (
    <nav aria-label="Rooms" className={cn('flex h-full shrink-0 flex-col gap-3 border-r px-2 py-2.5', isFolded ? 'w-[3.25rem]' : 'w-52')}>
      <div className={cn('flex items-center', isFolded ? 'flex-col gap-2' : 'justify-between pl-1.5')}>
        <span className="flex items-center gap-2 text-base font-semibold"><Mark />{!isFolded && 'RE Engine'}</span>
        <Tooltip text={foldLabel} side="right">
          <Button tone="quiet" size="icon-sm" aria-label={foldLabel} aria-expanded={!isFolded} onClick={() => setFolded(isFolded ? 'open' : 'folded')}><Fold /></Button>
        </Tooltip>
      </div>
      <PaletteButton folded={isFolded} />
      <PlaceList folded={isFolded} />
      <UserMenu folded={isFolded} />
    </nav>
  );
}

function PaletteButton({ folded }: { folded: boolean }) {
  const { run } = useKeyboard();
  const button = (
    <button
      type="button"
      aria-label={folded ? 'Jump to…' : undefined}
      aria-keyshortcuts="Control+K"
      onClick={() => run('palette')}
      className={cn('flex h-8 items-center gap-2 rounded-md border bg-surface text-sm text-ink-3 hover:border-line-strong hover:text-ink-2', folded ? 'w-9 justify-center' : 'px-2')}
    >
      <Search className="size-4" aria-hidden />
      {!folded && <><span className="flex-1 text-left">Jump to…</span><kbd aria-hidden className="font-sans text-xs">Ctrl K</kbd></>}
    </button>
  );
  return folded ? <Tooltip text="Jump to…" keys="Ctrl+K" side="right">{button}</Tooltip> : button;
}

export function PlaceList({ folded, onGo }: { folded: boolean; onGo?: () => void }) {
  const path = usePathname();
  const counts = useCounts();
  return (
    <ul className="flex min-h-0 flex-1 flex-col gap-px overflow-x-hidden overflow-y-auto">
      {places.map((place) => (
        <li key={place.href} className={cn(place.foot && 'mt-auto')}>
          <PlaceLink place={place} folded={folded} isHere={path === place.href || path.startsWith(`${place.href}/`)} count={place.count === undefined ? undefined : counts[place.count]} {...(onGo && { onGo })} />
        </li>
      ))}
    </ul>
  );
}

interface PlaceLinkProps {
  readonly place: Place;
  readonly folded: boolean;
  readonly isHere: boolean;
  readonly count: number | undefined;
  readonly onGo?: () => void;
}

function PlaceLink({ place, folded, isHere, count, onGo }: PlaceLinkProps) {
  const Icon = place.icon;
  const isAlarm = place.count === 'deadLetters';
  const link = (
    <Link
      href={place.href}
      aria-current={isHere ? 'page' : undefined}
      {...(onGo && { onClick: onGo })}
      className={cn(
        'relative flex h-8 items-center gap-2.5 rounded-md text-sm text-ink-2 hover:bg-hover hover:text-ink max-sm:h-11',
        folded ? 'w-9 justify-center' : 'px-2',
        isHere && 'bg-pressed font-medium text-ink hover:bg-pressed',
      )}
    >
      <Icon className="size-4 shrink-0" aria-hidden />
      <span className={cn('flex-1 truncate', folded && 'sr-only')}>{place.label}</span>
      {count !== undefined && count > 0 && (
        <span data-figures className={cn('text-xs font-normal', isAlarm ? 'text-failed' : 'text-ink-3', folded && 'absolute -top-0.5 right-0 rounded-sm bg-ground px-0.5')}>
          {count > 999 ? '999+' : count}
        </span>
      )}
    </Link>
  );
  return folded ? <Tooltip text={place.label} keys={keysOf(place.shortcut)} side="right">{link}</Tooltip> : link;
}
