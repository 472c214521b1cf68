import type { Dispatch } from '#lib/channels/port.ts';
import { dispatchOf } from '#lib/dispatch/dispatch-of.ts';
import { whatFollows } from '#lib/dispatch/what-follows.ts';
import { domainOf, messageIdOf } from '#lib/messages/mail/message-id.ts';
import { parse } from '#lib/parse.ts';
import type { NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import type { Approval } from './approval.ts';
import { refuseWhenOnDnc } from './approve-draft.ts';
import { changeApproval } from './change-approval.ts';
import { resolveUncertainInput, type ApprovalView } from './schema.ts';

/**
 * A manager says what became of a send that nobody knows about: it was sent, send it again, or drop it. What was sent stands in its conversation from then on, as if
 * the channel had said so; what is to be sent again goes back to review when something about the lead changed since.
 */
export async function resolveUncertain(call: Call, input: unknown): Promise<ApprovalView> {
  const { id, as, note } = parse(resolveUncertainInput, input);
  const { ids } = call.world;
  const drawn = { messageId: ids.next('msg'), conversationId: ids.next('con') };
  return changeApproval(call, {
    id, verb: 'resolve-uncertain', permission: 'uncertain.decide',
    command: async (state, reads) => {
      if (as === 'send_again') await refuseWhenOnDnc(reads, state);
      return { type: 'ResolveUncertain', actor: call.actor, as, note, now: call.world.clock.now(), undoMs: call.world.settings.undoMs[state.channel] };
    },
    ...(as === 'was_sent' && { alongside: async (state, reads) => wasSent(call, reads, state, drawn) }),
  });
}

async function wasSent({ world }: Call, reads: Reads, approval: Approval, drawn: { messageId: string; conversationId: string }): Promise<NewEvent[]> {
  const attempt = approval.attempts.at(-1);
  if (!attempt) return [];
  const dispatch = await dispatchOf(world, reads, approval, { attempt: attempt.number, startedAt: attempt.startedAt });
  return whatFollows(reads, approval, dispatch, externalIdOf(dispatch), drawn);
}

/** What the channel would have called it, as far as that can be told without asking: replies to a mail name our Message-ID. */
function externalIdOf({ idempotencyKey, content }: Dispatch): string {
  return content.channel === 'email' ? messageIdOf(idempotencyKey, domainOf(content.sender)) : idempotencyKey;
}
