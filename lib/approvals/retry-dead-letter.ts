import { Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { refuseWhenOnDnc } from './approve-draft.ts';
import { changeApproval } from './change-approval.ts';
import { refusedByRecipient } from './refused-by-recipient.ts';
import { refusedBySender } from './refused-by-sender.ts';
import { retryDeadLetterInput, type ApprovalView } from './schema.ts';

/** A manager has a dead letter tried again exactly as it is: taken up and approved anew, in one step. What it was refused for stays in its attempts. */
export async function retryDeadLetter(call: Call, input: unknown): Promise<ApprovalView> {
  const { id, contentHash } = parse(retryDeadLetterInput, input);
  return changeApproval(call, {
    id, verb: 'retry-dead-letter', permission: 'deadletter.decide',
    command: async (state, reads) => {
      await refuseWhenOnDnc(reads, state);
      const refused = state.status === 'dead_letter' && state.contentHash === contentHash ? (refusedBySender(call.world.settings, state) ?? (await refusedByRecipient(reads, state))) : null;
      if (refused) throw new Refused(refused);
      return { type: 'RetryDeadLetter', actor: call.actor, contentHash, now: call.world.clock.now(), undoMs: call.world.settings.undoMs[state.channel] };
    },
  });
}
