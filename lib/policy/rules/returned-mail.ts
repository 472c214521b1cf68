import { dayMs } from '../policy.ts';
import { pass, type PolicyRule } from '../verdict.ts';

/** How far back reports count (ms). */
export const delayedForMs = 14 * dayMs;

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
