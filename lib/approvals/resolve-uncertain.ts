import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { refuseWhenOnDnc } from './approve-draft.ts';
import { changeApproval } from './change-approval.ts';
import { resolveUncertainInput, type ApprovalView } from './schema.ts';

/** A manager says what became of a send that nobody knows about: it was sent, send it again, or drop it. */
export async function resolveUncertain(call: Call, input: unknown): Promise<ApprovalView> {
  const { id, as, note } = parse(resolveUncertainInput, input);
  return changeApproval(call, {
    id, verb: 'resolve-uncertain', permission: 'uncertain.decide',
    command: async (state, reads) => {
      if (as === 'send_again') await refuseWhenOnDnc(reads, state);
      return { type: 'ResolveUncertain', actor: call.actor, as, note, now: call.world.clock.now(), undoMs: call.world.settings.undoMs[state.channel] };
    },
  });
}
