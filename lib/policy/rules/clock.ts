import { duration } from '#lib/clock.ts';
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
  stopsAll: true,
  source: 'the team; every rule that knows a time rests on it',
  parameters: [],
  judge(_subject, { clockBehindMs }, nowMs) {
    const why = clockTrouble(clockBehindMs);
    return why === null ? pass('The clock goes right.') : { kind: 'hold', open: true, untilMs: nowMs + Math.min(lookAgainMs, clockBehindMs), why };
  },
};

/** Why a clock that is this far behind what is recorded (ms) stops all sending; null when it does not. */
export function clockTrouble(behindMs: number): string | null {
  if (behindMs <= behindMsMax) return null;
  return `The clock of this machine was set back: it is ${duration(behindMs)} behind what is recorded.`;
}
