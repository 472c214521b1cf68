import { pass, type PolicyRule } from '../verdict.ts';

/** What nobody asked for carries who sends it and how to stop it; the unsubscribe headers are put on by the mail itself. */
export const requiredParts: PolicyRule = {
  name: 'required_parts',
  scope: 'message',
  source: 'CAN-SPAM, 16 CFR 316: a postal address and a working opt-out in commercial mail',
  parameters: ['postalAddress'],
  judge({ channel, text }, { lastInboundAnywhereAt }, _nowMs, { postalAddress }) {
    if (channel !== 'email') return pass(`${channel} asks for no such parts.`);
    if (lastInboundAnywhereAt !== null) return pass('It answers somebody who wrote.');
    if (postalAddress === '') return pass('The team has given no postal address to look for.');
    if (text === null || plain(text).includes(plain(postalAddress))) return pass('It carries the postal address.');
    const why = 'A first mail must carry the team’s postal address, and this one does not.';
    return { kind: 'stale', because: { kind: 'policy', rule: 'required_parts', why }, why };
  },
};

const plain = (text: string) => text.replace(/[\s,.]+/g, ' ').trim().toLowerCase();
