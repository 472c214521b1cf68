export const channels = ['email', 'whatsapp', 'telegram', 'linkedin', 'messenger'] as const;
export type Channel = (typeof channels)[number];

export function isChannel(value: string): value is Channel {
  return (channels as readonly string[]).includes(value);
}

/** As people call them, at the head of a line or in a list. */
export const channelNames: Readonly<Record<Channel, string>> = { email: 'E-mail', whatsapp: 'WhatsApp', telegram: 'Telegram', linkedin: 'LinkedIn', messenger: 'Messenger' };

/** The same within a sentence. */
export function nameInText(channel: Channel): string {
  return channel === 'email' ? 'e-mail' : channelNames[channel];
}
