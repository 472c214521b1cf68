import { channelNames, nameInText, type Channel } from '#lib/channels/channel.ts';
import { templateChannels, useProblem } from '../message-template.ts';
import { dayMs } from '../policy.ts';
import { lookAgain, pass, type PolicyRule } from '../verdict.ts';

/** Channels on which free text may only answer somebody who wrote within this time (ms). */
const windowMs: Partial<Readonly<Record<Channel, number>>> = { whatsapp: dayMs, messenger: dayMs };

/** Free text outside the window is refused by the platform and counts against the sender; a template may be sent at any time where there are templates. */
export const channelWindow: PolicyRule = {
  name: 'channel_window',
  scope: 'message',
  source: 'Meta: WhatsApp customer service window (outside it approved templates only) and Messenger standard messaging window, 24 h each',
  parameters: ['templates'],
  judge({ channel, text, template }, { lastInboundAt }, nowMs, { templates }) {
    const limit = windowMs[channel];
    if (limit === undefined) return pass(`${channelNames[channel]} has no reply window.`);
    if (lastInboundAt !== null && nowMs - lastInboundAt < limit) return pass(`They wrote within the last ${limit / 3_600_000} h.`);
    const silent = `They have not written on ${nameInText(channel)} within ${limit / 3_600_000} h`;
    if (!templateChannels.includes(channel)) return lookAgain('channel_window', `${silent}: nothing may be sent there. Use another channel.`);
    if (template && useProblem(template, text ?? '', templates) === null) return pass(`${silent}; a template may be sent all the same.`);
    if (!templates.some(({ status }) => status === 'active')) return lookAgain('channel_window', `${silent}: only a template may be sent, and the policy has none in use. Use another channel, or ask a manager to add one.`);
    return lookAgain('channel_window', `${silent}: only a template may be sent. Choose a template, or use another channel.`);
  },
};
