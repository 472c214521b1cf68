import type { AddressKind } from '#lib/leads/address.ts';
import type { Stage } from '#lib/leads/lead.ts';
import { channels, nameInText, type Channel } from '#lib/channels/channel.ts';
import type { LeadView } from '#lib/leads/schema.ts';
import type { BadgeTone } from '#components/ui/badge.tsx';

/** Leads in words for the screen. Pure. */

export const stageNames: Readonly<Record<Stage, string>> = {
  new: 'New', contacted: 'Contacted', replied: 'Replied', viewing: 'Viewing', offer: 'Offer', closed: 'Closed', replied_no: 'Replied no', bad_data: 'Bad data',
};
export const stageOptions = Object.entries(stageNames).map(([value, label]) => ({ value, label }));

/** Nothing is drafted or sent at these. */
export function isResting(stage: Stage): boolean {
  return stage === 'closed' || stage === 'replied_no' || stage === 'bad_data';
}

export function stageTone(stage: Stage): BadgeTone {
  if (stage === 'closed') return 'good';
  return isResting(stage) ? 'held' : 'plain';
}

/** What the Do-Not-Contact list comes to for them, in few words; null when nothing on it is against them. */
export function dncWords({ dnc, addresses }: Pick<LeadView, 'dnc' | 'addresses'>): { words: string; tone: BadgeTone } | null {
  if (dnc.length === 0) return null;
  const asked = dnc.filter(({ onlyAddress }) => !onlyAddress).map(({ channel }) => channel);
  if (asked.length === 0) return { words: dnc.length === 1 ? 'An address is out' : `${dnc.length} addresses are out`, tone: 'held' };
  const theirs = addresses.map(({ kind }) => channelOfAddress(kind));
  const forbidden = channels.filter((channel) => asked.includes(channel));
  if (asked.includes('all') || (theirs.length > 0 && theirs.every((channel) => asked.includes(channel)))) return { words: 'Do not contact', tone: 'blocked' };
  return { words: `Do not contact by ${forbidden.map(nameInText).join(', ')}`, tone: 'blocked' };
}

/** What one entry of the list says of them. */
export function entryWords({ kind, value, channel, onlyAddress }: LeadView['dnc'][number]): string {
  if (onlyAddress) return `Nothing goes to ${value}`;
  const words = `Do not contact ${channel === 'all' ? 'on any channel' : `by ${nameInText(channel)}`}`;
  return kind === 'lead' ? words : `${words} (${value})`;
}

export const addressNames: Readonly<Record<AddressKind, string>> = { email: 'E-mail', phone: 'Phone', telegram: 'Telegram', linkedin: 'LinkedIn', messenger: 'Messenger' };
export const addressOptions = Object.entries(addressNames).map(([value, label]) => ({ value, label }));
export const addressExamples: Readonly<Record<AddressKind, string>> = {
  email: 'ana@example.com', phone: '+1 303 555 0142', telegram: 'ana_ruiz', linkedin: 'ana-ruiz', messenger: 'ana.ruiz',
};

export function isAddressKind(text: string): text is AddressKind {
  return text in addressNames;
}

export function channelOfAddress(kind: AddressKind): Channel {
  return kind === 'phone' ? 'whatsapp' : kind;
}

export function addressKindOfChannel(channel: Channel): AddressKind {
  return channel === 'whatsapp' ? 'phone' : channel;
}

export const orderOptions = [
  { value: 'recent', label: 'Recently changed' },
  { value: 'newest', label: 'Newest' },
  { value: 'name', label: 'Name' },
];

export function capital(words: string): string {
  const text = words.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
