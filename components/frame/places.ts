import { Activity, Ban, CircleUserRound, FlaskConical, Inbox, MailX, RadioTower, Settings, Users } from 'lucide-react';
import type { ShortcutId } from '#components/keyboard/registry.ts';

export type PlaceCount = 'pending' | 'deadLetters' | 'contacts';

export interface Place {
  readonly href: string;
  readonly label: string;
  readonly icon: typeof Inbox;
  readonly shortcut: ShortcutId;
  readonly count?: PlaceCount;
  /** Stands apart at the foot of the rail. */
  readonly foot?: boolean;
}

/** The rooms of the console, in the order of the rail. */
export const places: readonly Place[] = [
  { href: '/inbox', label: 'Inbox', icon: Inbox, shortcut: 'go-inbox', count: 'pending' },
  { href: '/leads', label: 'Leads', icon: Users, shortcut: 'go-leads' },
  { href: '/contacts', label: 'Contacts', icon: CircleUserRound, shortcut: 'go-contacts', count: 'contacts' },
  { href: '/dnc', label: 'Do Not Contact', icon: Ban, shortcut: 'go-dnc' },
  { href: '/activity', label: 'Activity', icon: Activity, shortcut: 'go-activity' },
  { href: '/channels', label: 'Channels', icon: RadioTower, shortcut: 'go-channels' },
  { href: '/dead-letters', label: 'Dead letters', icon: MailX, shortcut: 'go-dead-letters', count: 'deadLetters' },
  { href: '/sandbox', label: 'Sandbox', icon: FlaskConical, shortcut: 'go-sandbox' },
  { href: '/settings', label: 'Settings', icon: Settings, shortcut: 'go-settings', foot: true },
];
