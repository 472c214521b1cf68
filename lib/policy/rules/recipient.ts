import { lookAgain, pass, type Facts, type PolicyRule } from '../verdict.ts';

/**
 * What was written to one lead reaches no other: their address was taken off them and given to somebody else since it was drafted. The reason is kept in the journal of the
 * lead it was drafted for, so it does not name the other one.
 */
export const recipient: PolicyRule<Pick<Facts, 'leadId' | 'recipientLeadId'>> = {
  name: 'recipient',
  scope: 'message',
  source: 'the team: what was approved is meant for one lead',
  parameters: [],
  judge(subject, { leadId, recipientLeadId }) {
    const why = notTheirs(subject.recipient, leadId, recipientLeadId);
    return why === null ? pass('It goes to nobody but the lead it is for.') : lookAgain('recipient', why);
  },
};

/** Why nothing for this lead goes to this address; null when no other lead has it. */
export function notTheirs(address: string, leadId: string | null, ownerId: string | null): string | null {
  return leadId === null || ownerId === null || ownerId === leadId ? null : `It was drafted to go to ${address}, which is the address of another lead now.`;
}
