import type { Settings } from '#lib/config.ts';
import type { Channel } from './channel.ts';

/** Whether what goes out on a channel reaches people, stays on this machine, or goes nowhere. Pure. */
export function modeOf(settings: Pick<Settings, 'email' | 'sandbox'>, channel: Channel): 'real' | 'sandbox' | 'off' {
  if (channel === 'email' && settings.email) return 'real';
  return settings.sandbox ? 'sandbox' : 'off';
}
