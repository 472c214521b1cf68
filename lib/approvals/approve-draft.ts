import { forbidding, personKeys } from '#lib/dnc/match.ts';
import { personOf } from '#lib/dnc/suppress.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import type { Approval } from './approval.ts';
import { changeApproval } from './change-approval.ts';
import { approveDraftInput, type ApprovalView } from './schema.ts';

/** A person approves exactly the text whose hash they were shown. */
export async function approveDraft(call: Call, input: unknown): Promise<ApprovalView> {
  const { id, contentHash, version } = parse(approveDraftInput, input);
  return changeApproval(call, {
    id, verb: 'approve-draft', permission: 'draft.decide',
    command: async (state, reads) => {
      if (state.status === 'pending') await refuseWhenOnDnc(reads, state);
      return {
        type: 'ApproveDraft', actor: call.actor, contentHash, now: call.world.clock.now(), undoMs: call.world.settings.undoMs[state.channel],
        ...(version === undefined ? {} : { seenVersion: version }),
      };
    },
  });
}

/** Refuses when anybody the message would reach said not to be contacted on its channel. */
export async function refuseWhenOnDnc(reads: Reads, target: Pick<Approval, 'leadId' | 'channel' | 'recipient'>): Promise<void> {
  const person = personOf(target, await reads.leads.get(target.leadId));
  const entry = forbidding(await reads.dnc.matching(personKeys(person)), target.channel);
  if (!entry) return;
  throw new Refused(
    refusal('on_dnc', `This person is on the Do-Not-Contact list: ${entry.reason}`, {
      lift: 'A manager can remove the entry with a reason.', details: { dncId: entry.id, rule: 'dnc' },
    }),
  );
}
