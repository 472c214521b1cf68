import { dayMs } from '../policy.ts';
import { pass, type Facts, type PolicyRule } from '../verdict.ts';

/** Reports count together within this time before the newest of them (ms): however long the address then rests, none is forgotten while it does. */
export const delayedForMs = 14 * dayMs;
/** The longest rest a policy may set (ms). */
export const delayedRestMsMax = 14 * dayMs;

export function delayedOf(reportedAt: readonly number[]): Facts['delayed'] {
  const newest = reportedAt.length === 0 ? null : Math.max(...reportedAt);
  return { count: reportedAt.filter((at) => newest !== null && at >= newest - delayedForMs).length, newest };
}

/** Mail that keeps coming back for the time being is not pressed on. */
export const returnedMail: PolicyRule = {
  name: 'returned_mail',
  scope: 'message',
  source: 'the team; mail providers rate senders by what comes back',
  parameters: ['delayedMail'],
  judge({ channel }, { delayed: { count, newest }, lastInboundAt }, nowMs, { delayedMail: { reports, restMs } }) {
    if (channel !== 'email' || count < reports || newest === null) return pass(`${count} mails came back lately.`);
    if (lastInboundAt !== null && lastInboundAt > newest) return pass('They wrote since mail came back.');
    if (nowMs >= newest + restMs) return pass(`${count} mails came back; the address has rested since.`);
    return { kind: 'hold', untilMs: newest + restMs, why: `${count} mails to this address came back as undeliverable for now.` };
  },
};
