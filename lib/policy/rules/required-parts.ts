import { channelNames } from '#lib/channels/channel.ts';
import { isUnasked } from '../unasked.ts';
import { lookAgain, pass, type PolicyRule } from '../verdict.ts';

/** What nobody asked for carries who sends it. Whether it is commercial no rule can tell: all of it is taken for that. */
export const requiredParts: PolicyRule = {
  name: 'required_parts',
  scope: 'message',
  source: '15 U.S.C. 7704(a)(5)(A)(iii), 16 CFR 316.2(p): the postal address of the policy stands in the text of mail to a lead who did not write lately, once a manager has given it; the opt-out is put on when it is sent',
  parameters: ['postalAddress'],
  judge({ channel, text }, { lastInboundAnywhereAt }, nowMs, { postalAddress }) {
    if (channel !== 'email') return pass(`${channelNames[channel]} asks for no such parts.`);
    if (!isUnasked(lastInboundAnywhereAt, nowMs)) return pass('It answers somebody who wrote.');
    if (text === null) return pass('There is no text to look at.');
    if (words(postalAddress) === '') return pass('The team has given no postal address to look for.');
    if (` ${words(text)} `.includes(` ${words(postalAddress)} `)) return pass('It carries the postal address.');
    return lookAgain('required_parts', 'A first mail must carry the team’s postal address, and this one does not.');
  },
};

/** Line breaks, commas and case are as each writer likes them. */
const words = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim().toLowerCase();
