import { pass, type PolicyRule } from '../verdict.ts';

/** What the clocks of two machines that are kept right may differ by (ms). */
const behindMsMax = 1000;
/** How soon it is looked again (ms). */
const lookAgainMs = 60_000;

/**
 * A clock that was set back was wrong before, or is wrong now: whether it is day where somebody is, or a quota has room, nobody can say until it has
 * caught up with what is recorded.
 */
export const clock: PolicyRule = {
  name: 'clock',
  scope: 'sender',
  source: 'the team; every rule that knows a time rests on it',
  parameters: [],
  judge(_subject, { clockBehindMs }, nowMs) {
    if (clockBehindMs <= behindMsMax) return pass('The clock goes right.');
    return { kind: 'hold', untilMs: nowMs + Math.min(lookAgainMs, clockBehindMs), why: `The clock of this machine was set back: it is ${Math.ceil(clockBehindMs / 60_000)} min behind what is recorded.` };
  },
};
