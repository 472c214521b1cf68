import type { DncKind, StoredDncKind } from '#lib/dnc/entry.ts';
import { channelNames, channels } from '#lib/channels/channel.ts';

/** The Do Not Contact list in words. Pure. */

const givenKinds: Readonly<Record<DncKind, string>> = { email: 'E-mail', domain: 'Domain', phone: 'Phone', handle: 'Handle', lead: 'Lead' };
export const kindNames: Readonly<Record<StoredDncKind, string>> = { ...givenKinds, erased: 'Erased' };
export const kindOptions = Object.entries(givenKinds).map(([value, label]) => ({ value, label }));

export const kindHints: Readonly<Record<DncKind, { hint: string; example: string }>> = {
  email: { hint: 'One address.', example: 'ana@example.com' },
  domain: { hint: 'Everybody whose address ends in it.', example: 'example.com' },
  phone: { hint: 'With its country code; it counts on every channel that uses the number.', example: '+1 303 555 0142' },
  handle: { hint: 'With its network before it.', example: 'telegram:ana_ruiz' },
  lead: { hint: 'The lead’s id: every address of theirs, now and later.', example: 'lea_…' },
};

export function isDncKind(text: string): text is DncKind {
  return Object.hasOwn(givenKinds, text);
}

export const channelOptions = [{ value: 'all', label: 'All channels' }, ...channels.map((channel) => ({ value: channel, label: channelNames[channel] }))];

export function channelWords(channel: string): string {
  return channelOptions.find((option) => option.value === channel)?.label ?? channel;
}

export function sourceWords(source: string): string {
  const [kind = '', ...rest] = source.split(':');
  switch (kind) {
    case 'console':
      return 'Console';
    case 'import':
      return `Import of ${rest.join(':')}`;
    case 'message':
      return 'Asked for in a message';
    case 'unsubscribe_link':
      return 'Unsubscribe link';
    case 'bounce':
      return 'Delivery report';
    case 'unwanted':
      return 'Their channel says so';
    case 'complaint':
      return 'Complaint';
    case 'former_address':
      return 'Under an address they had';
    case 'erasure':
      return 'Erasure';
    default:
      return source.replaceAll('_', ' ');
  }
}

export function blockedWords(count: number): string {
  if (count === 0) return 'No draft was waiting for them.';
  return count === 1 ? 'One waiting draft was blocked.' : `${count} waiting drafts were blocked.`;
}
