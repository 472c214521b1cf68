import type { Dispatch } from '#lib/channels/port.ts';
import { dispatchOf } from '#lib/dispatch/dispatch-of.ts';
import { whatFollows } from '#lib/dispatch/what-follows.ts';
import { domainOf, messageIdOf } from '#lib/messages/mail/message-id.ts';
import { parse } from '#lib/parse.ts';
import { recipient } from '#lib/policy/rules/recipient.ts';
import { sender } from '#lib/policy/rules/sender.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import { staleBecauseOf, type Approval } from './approval.ts';
import { refuseWhenOnDnc } from './approve-draft.ts';
import { changeApproval } from './change-approval.ts';
import { refusedByRecipient } from './refused-by-recipient.ts';
import { refusedBySender } from './refused-by-sender.ts';
import { resolveUncertainInput, type ApprovalView } from './schema.ts';

/**
 * A manager says what became of a send that nobody knows about: it was sent, send it again, or drop it. What was sent stands in its conversation from then on, as if
 * the channel had said so; what is to be sent again goes back to review when something about the lead changed since, or the address it goes out from is not ours any more, or the one
 * it goes to is another lead's.
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
    alongside: async (state, reads) => {
      if (as === 'was_sent') return wasSent(call, reads, state, drawn);
      return as === 'send_again' ? readFirst(call, reads, state) : [];
    },
  });
}

/** What the claim would send back to review goes there at once. One that has a reason to be read keeps it: approving asks for both addresses as well. */
async function readFirst({ world }: Call, reads: Reads, approval: Approval): Promise<NewEvent[]> {
  const bySender = refusedBySender(world.settings, approval);
  const refused = bySender ?? (await refusedByRecipient(reads, approval));
  if (refused === null || staleBecauseOf(approval) !== null) return [];
  return on('approval', approval.id, [{ type: 'DraftWentStale', because: { kind: 'policy', rule: bySender ? sender.name : recipient.name, why: refused.message } }]);
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
