import { pass, type PolicyRule } from '../verdict.ts';

/** What a person scheduled goes out then, or is asked about again: never hours late, as if nothing had happened; nor when it was tried in time and refused for then. */
export const schedule: PolicyRule = {
  name: 'schedule',
  scope: 'message',
  source: 'the person who approved it',
  parameters: ['scheduleGraceMs'],
  judge({ sendAt }, _facts, nowMs, { scheduleGraceMs }) {
    if (sendAt === null) return pass('It is not scheduled.');
    if (nowMs < sendAt) return { kind: 'hold', untilMs: sendAt, why: 'It is scheduled for later.' };
    if (nowMs - sendAt <= scheduleGraceMs) return pass('Its time has come.');
    return { kind: 'stale', because: { kind: 'schedule_missed', sendAt }, why: `It was to go out more than ${Math.round(scheduleGraceMs / 60_000)} min ago.` };
  },
};
