import type { World } from '#lib/world.ts';
import { channels, type Channel } from './channel.ts';
import { createEmailAdapter } from './email/adapter.ts';
import { modeOf } from './mode.ts';
import type { ChannelAdapter } from './port.ts';
import { createSandboxAdapter } from './sandbox/adapter.ts';
import { senderOf } from './sender.ts';

/** The channels of this installation: e-mail for real when it is configured, the sandbox where it is on, nothing otherwise. */
export function openAdapters({ settings, clock }: Pick<World, 'settings' | 'clock'>): ReadonlyMap<Channel, ChannelAdapter> {
  const adapters = new Map<Channel, ChannelAdapter>();
  for (const channel of channels) {
    const mode = modeOf(settings, channel);
    if (mode === 'real' && settings.email) adapters.set(channel, createEmailAdapter({ settings: settings.email, clock }));
    else if (mode === 'sandbox') adapters.set(channel, createSandboxAdapter({ channel, sender: senderOf(settings, channel), dataDir: settings.dataDir, clock }));
  }
  return adapters;
}
