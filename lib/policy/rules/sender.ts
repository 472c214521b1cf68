import { lookAgain, pass, type Facts, type PolicyRule } from '../verdict.ts';

/**
 * Nothing goes out from an address that is not ours any more: RE_EMAIL_FROM changed, or a mailbox took the place of the sandbox, since it was drafted. Editing gives it the
 * address of now, which is another content than the one that was approved.
 */
export const sender: PolicyRule<Pick<Facts, 'ourSender'>> = {
  name: 'sender',
  scope: 'message',
  source: 'the team: what was approved names the address it goes out from; RE_EMAIL_FROM',
  parameters: [],
  judge(subject, { ourSender }) {
    const why = notOurs(subject.sender, ourSender);
    return why === null ? pass('It goes out from the address we send from.') : lookAgain('sender', why);
  },
};

/** Why nothing goes out from this address; null when it is ours. */
export function notOurs(named: string, ourSender: string): string | null {
  return named === ourSender ? null : `It was drafted to go out from ${named}, and we send from ${ourSender} now.`;
}
