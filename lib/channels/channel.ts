export const channels = ['email', 'whatsapp', 'telegram', 'linkedin', 'messenger'] as const;
export type Channel = (typeof channels)[number];

export function isChannel(value: string): value is Channel {
  return (channels as readonly string[]).includes(value);
}
