import { whyOnDnc } from '#lib/dnc/entry.ts';
import { forbidding } from '#lib/dnc/match.ts';
import { pass, type PolicyRule, type Stops } from '../verdict.ts';

/** Nobody who said stop is written to: every address of the person counts. */
export const doNotContact: PolicyRule<Stops> = {
  name: 'dnc',
  scope: 'message',
  source: '47 CFR 64.1200(a)(10) to (12); GDPR Art. 21; the team',
  parameters: [],
  judge({ channel }, { dnc }) {
    const entry = forbidding(dnc, channel);
    return entry ? { kind: 'block', why: whyOnDnc(entry) } : pass('Not on the Do-Not-Contact list.');
  },
};
