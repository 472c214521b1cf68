import { hourMs } from '../policy.ts';
import { pass, type PolicyRule } from '../verdict.ts';

/** A decision grows old: what nobody sent within the limit is read again first. */
export const staleness: PolicyRule = {
  name: 'staleness',
  scope: 'message',
  source: 'the team; RE_STALE_HOURS',
  parameters: ['staleAfterMs'],
  judge({ decidedAt }, _facts, nowMs, { staleAfterMs }) {
    if (decidedAt === null || nowMs - decidedAt <= staleAfterMs) return pass('The decision is recent.');
    const limitHours = staleAfterMs / hourMs;
    return { kind: 'stale', because: { kind: 'too_old', limitHours }, why: `It was approved more than ${limitHours} h ago.` };
  },
};
