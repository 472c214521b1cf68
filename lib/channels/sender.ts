import type { Settings } from '#lib/config.ts';
import { isRefusal } from '#lib/errors.ts';
import { parseAddress } from '#lib/leads/address.ts';
import type { Channel } from './channel.ts';

/** Our side of each channel, in canonical form: what a draft says it goes out from and what its adapter sends as. Pure. */

const sandboxSenders: Readonly<Record<Channel, string>> = {
  email: 'sandbox@re-engine.test',
  whatsapp: '+15550100',
  telegram: 're_engine_sandbox',
  linkedin: 're-engine-sandbox',
  messenger: 're-engine-sandbox',
};

export function senderOf(settings: Pick<Settings, 'email'>, channel: Channel): string {
  if (channel === 'email' && settings.email) return mailbox(settings.email.from);
  return sandboxSenders[channel];
}

/** The name beside the address in RE_EMAIL_FROM, or null when there is none: `Ana Ruiz <ana@example.com>` gives `Ana Ruiz`. */
export function senderName(settings: Pick<Settings, 'email'>): string | null {
  const name = settings.email?.from.match(/^(.*)<[^<>]*>\s*$/)?.[1]?.trim().replace(/^"(.*)"$/, '$1');
  return name ? name : null;
}

function mailbox(from: string): string {
  const raw = from.match(/<([^<>]*)>\s*$/)?.[1] ?? from;
  const address = parseAddress('email', raw);
  return isRefusal(address) ? raw.trim().toLowerCase() : address.value;
}
