import { nameInText } from '#lib/channels/channel.ts';
import { pass, type PolicyRule, type Stops } from '../verdict.ts';

/** How soon a paused channel is looked at again; resuming is an event, and wakes the worker at once. */
const lookAgainMs = 60_000;

/** The kill switch, for one channel or all. */
export const paused: PolicyRule<Stops> = {
  name: 'paused',
  scope: 'sender',
  stopsAll: true,
  source: 'a manager',
  parameters: [],
  judge({ channel }, { pausedChannel, pausedAll }, nowMs) {
    if (pausedAll !== null) return { kind: 'hold', open: true, untilMs: nowMs + lookAgainMs, why: `All sending is paused: ${pausedAll}` };
    if (pausedChannel !== null) return { kind: 'hold', open: true, untilMs: nowMs + lookAgainMs, why: `Sending by ${nameInText(channel)} is paused: ${pausedChannel}` };
    return pass('Sending is not paused.');
  },
};
