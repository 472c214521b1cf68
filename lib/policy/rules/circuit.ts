import { channelNames, nameInText } from '#lib/channels/channel.ts';
import { beforeSend } from '#lib/channels/breaker.ts';
import { pass, type PolicyRule } from '../verdict.ts';

/** How soon it is looked again whether the one message that tries the channel has ended (ms); its outcome wakes the worker. */
const lookAgainMs = 5000;

/** While the channel itself is in trouble nothing is thrown at it; then one message tries, and the others wait for it. */
export const circuit: PolicyRule = {
  name: 'circuit',
  scope: 'sender',
  stopsAll: true,
  source: 'the team; no message should meet a channel that is known to be down',
  parameters: [],
  judge({ channel }, { breaker, underWay }, nowMs) {
    const found = beforeSend(breaker, nowMs);
    if (found.kind === 'closed') return pass(`${channelNames[channel]} works.`);
    if (found.kind === 'open') return { kind: 'hold', untilMs: found.untilMs, why: `Sending by ${nameInText(channel)} rests after trouble (${found.code}): ${found.why}` };
    if (underWay > 0) return { kind: 'hold', open: true, untilMs: nowMs + lookAgainMs, why: `One message is trying whether ${nameInText(channel)} works again.` };
    return pass(`${channelNames[channel]} had trouble; this message may try it.`);
  },
};
