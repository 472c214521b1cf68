import { phoneChannels } from '../phone-channels.ts';
import { dayMs } from '../policy.ts';
import { isUnasked } from '../unasked.ts';
import { pass, type PolicyRule } from '../verdict.ts';

/** How soon it is looked again whether a newer copy was taken (ms). */
const lookAgainMs = 3_600_000;

/** First messages to phones wait while the team's copy of the national Do-Not-Call registry is too old to be relied on. */
export const registry: PolicyRule = {
  name: 'registry',
  scope: 'message',
  source: '16 CFR 310.4(b)(3)(iv): a copy not older than 31 days',
  parameters: ['registryMaxAgeDays', 'registryCopiedOn'],
  judge({ channel }, { lastInboundAnywhereAt }, nowMs, { registryMaxAgeDays, registryCopiedOn }) {
    if (!phoneChannels.includes(channel) || registryMaxAgeDays === null) return pass('It needs no copy of the national registry.');
    if (!isUnasked(lastInboundAnywhereAt, nowMs)) return pass('They wrote to us: it is no solicitation.');
    const ageDays = registryCopiedOn === null ? Infinity : (nowMs - Date.parse(`${registryCopiedOn}T00:00:00Z`)) / dayMs;
    if (ageDays <= registryMaxAgeDays) return pass(`The copy of the national registry is ${Math.max(0, Math.floor(ageDays))} days old.`);
    const why = registryCopiedOn === null ? 'There is no copy of the national Do-Not-Call registry.' : `The copy of the national Do-Not-Call registry is older than ${registryMaxAgeDays} days.`;
    return { kind: 'hold', open: true, untilMs: nowMs + lookAgainMs, why };
  },
};
