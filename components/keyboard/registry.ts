/**
 * Every shortcut of the console, once: the key handler, the help sheet and the command palette read this table.
 * `keys`: one key, or two with a space between for a sequence. Letters mean the key, wherever the layout puts it.
 */

export interface Shortcut {
  readonly id: string;
  readonly keys: string;
  /** A second key that does the same. */
  readonly also?: string;
  readonly label: string;
  readonly group: 'Review' | 'Go to' | 'Everywhere';
  readonly href?: string;
}

export const shortcuts = [
  { id: 'next', keys: 'j', also: 'ArrowDown', label: 'Next in the queue', group: 'Review' },
  { id: 'previous', keys: 'k', also: 'ArrowUp', label: 'Previous in the queue', group: 'Review' },
  { id: 'approve', keys: 'a', label: 'Approve and go to the next', group: 'Review' },
  { id: 'later', keys: 'l', label: 'Approve for later', group: 'Review' },
  { id: 'edit', keys: 'e', label: 'Edit the draft', group: 'Review' },
  { id: 'template', keys: 't', label: 'Choose a WhatsApp template', group: 'Review' },
  { id: 'reject', keys: 'r', label: 'Reject the draft', group: 'Review' },
  { id: 'undo', keys: 'u', label: 'Undo the last decision', group: 'Review' },
  { id: 'choose', keys: 'x', label: 'Choose or unchoose a dead letter', group: 'Review' },
  { id: 'context', keys: 'i', label: 'Show or hide the lead', group: 'Review' },
  { id: 'search', keys: '/', label: 'Search', group: 'Everywhere' },
  { id: 'palette', keys: 'Ctrl+K', label: 'Open the command palette', group: 'Everywhere' },
  { id: 'help', keys: '?', label: 'Show keyboard shortcuts', group: 'Everywhere' },
  { id: 'go-inbox', keys: 'g i', label: 'Inbox', group: 'Go to', href: '/inbox' },
  { id: 'go-leads', keys: 'g l', label: 'Leads', group: 'Go to', href: '/leads' },
  { id: 'go-contacts', keys: 'g c', label: 'Contacts', group: 'Go to', href: '/contacts' },
  { id: 'go-dnc', keys: 'g d', label: 'Do Not Contact', group: 'Go to', href: '/dnc' },
  { id: 'go-activity', keys: 'g a', label: 'Activity', group: 'Go to', href: '/activity' },
  { id: 'go-channels', keys: 'g h', label: 'Channels', group: 'Go to', href: '/channels' },
  { id: 'go-dead-letters', keys: 'g x', label: 'Dead letters', group: 'Go to', href: '/dead-letters' },
  { id: 'go-sandbox', keys: 'g b', label: 'Sandbox', group: 'Go to', href: '/sandbox' },
  { id: 'go-settings', keys: 'g s', label: 'Settings', group: 'Go to', href: '/settings' },
] as const satisfies readonly Shortcut[];

export type ShortcutId = (typeof shortcuts)[number]['id'];

export const shortcutList: readonly (Shortcut & { readonly id: ShortcutId })[] = shortcuts;

export function keysOf(id: ShortcutId): string {
  return shortcutList.find((each) => each.id === id)?.keys ?? '';
}
