import { pass, type PolicyRule } from '../verdict.ts';

/** How soon it is looked again whether the other message has ended (ms); its outcome wakes the worker. */
const lookAgainMs = 5000;

/** What comes of a message sends everything else to its person back to review: two at once, on any channels, would pass that by. */
export const oneAtATime: PolicyRule = {
  name: 'one_at_a_time',
  scope: 'person',
  source: 'the team; whoever approved the second did not know of the first',
  parameters: [],
  judge(_, { toPersonUnderWay }, nowMs) {
    if (toPersonUnderWay === 0) return pass('Nothing else is on its way to this person.');
    return { kind: 'hold', open: true, untilMs: nowMs + lookAgainMs, why: 'Another message to this person is on its way; what comes of it is recorded first.' };
  },
};
