import { channelNames, nameInText } from '#lib/channels/channel.ts';
import { lookAgain, pass, type PolicyRule } from '../verdict.ts';

/** Nobody is written to first, on a channel that needs it, who has not agreed: an opt-in on record, or a message of theirs on that channel. */
export const consent: PolicyRule = {
  name: 'consent',
  scope: 'message',
  source: 'Meta: opt-in before the first WhatsApp message; the team for other channels',
  parameters: ['consentChannels'],
  judge({ channel }, { lead, lastInboundAt }, _nowMs, { consentChannels }) {
    if (!consentChannels.includes(channel)) return pass(`${channelNames[channel]} needs no consent on record.`);
    if (lastInboundAt !== null) return pass(`They wrote on ${nameInText(channel)} themselves.`);
    const given = lead?.consents.find((each) => each.channel === 'all' || each.channel === channel);
    if (given) return pass(`They agreed to be written to: ${given.source}.`);
    return lookAgain('consent', `Nobody has on record that they agreed to messages on ${nameInText(channel)}.`);
  },
};
