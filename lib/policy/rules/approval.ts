import { lookAgain, pass, type PolicyRule } from '../verdict.ts';

/** Nothing goes out that a person did not approve exactly as it stands. The claim computes the hash once more from what it is about to hand over. */
export const approval: PolicyRule = {
  name: 'approval',
  scope: 'message',
  source: 'the first invariant of the product: only what a recorded person approved, bound to the hash of what they saw',
  parameters: [],
  judge({ decision }) {
    if (!decision) return pass('Nobody has decided on it yet.');
    if (!decision.isByPerson) return lookAgain('approval', 'It was not approved by a person.');
    return decision.isForThis ? pass('A person approved exactly this.') : lookAgain('approval', 'What would be sent is not what was approved.');
  },
};
