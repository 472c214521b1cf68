import type { AddressKind } from '#lib/leads/address.ts';
import type { Stage } from '#lib/leads/lead.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { BadgeTone } from '#components/ui/badge.tsx';

/** Leads in words for the screen. Pure; only types of the server's rooms come in here. */

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
