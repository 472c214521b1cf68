import type { Channel } from '#lib/channels/channel.ts';
import { dayMs } from '../policy.ts';
import { lookAgain, pass, type PolicyRule } from '../verdict.ts';

/** Channels on which free text may only answer somebody who wrote within this time (ms). */
const windowMs: Partial<Readonly<Record<Channel, number>>> = { whatsapp: dayMs, messenger: dayMs };

/** Free text outside the window is refused by the platform and counts against the sender. */
export const channelWindow: PolicyRule = {
  name: 'channel_window',
  scope: 'message',
  source: 'Meta: WhatsApp customer service window and Messenger standard messaging window, 24 h each',
  parameters: [],
  judge({ channel }, { lastInboundAt }, nowMs) {
    const limit = windowMs[channel];
    if (limit === undefined) return pass(`${channel} has no reply window.`);
    if (lastInboundAt !== null && nowMs - lastInboundAt < limit) return pass(`They wrote within the last ${limit / 3_600_000} h.`);
    return lookAgain('channel_window', `They have not written on ${channel} within ${limit / 3_600_000} h: only an approved template may be sent there. Use another channel.`);
  },
};
