import { entriesAgainst, personOf } from '#lib/dnc/against.ts';
import { whyOnDnc, type DncEntry } from '#lib/dnc/entry.ts';
import { forbidding } from '#lib/dnc/match.ts';
import { refusal, Refused, type Refusal } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { reviewWarnings } from '#lib/review/review-warnings.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import type { Approval, ApprovedOver } from './approval.ts';
import { changeApproval } from './change-approval.ts';
import { refusedByRecipient } from './refused-by-recipient.ts';
import { refusedBySender } from './refused-by-sender.ts';
import { approveDraftInput, type ApprovalView } from './schema.ts';

/**
 * A person approves exactly the text whose hash they were shown, to go out at once or at a later instant. Somebody on the Do-Not-Contact list is not approved for: the
 * draft is blocked there and then, and the caller is told by which entry. What would go out from an address that is not ours any more, or to one that is another
 * lead's by now, is left as it is. What was worth a look in it is recorded with the decision.
 */
export async function approveDraft(call: Call, input: unknown): Promise<ApprovalView> {
  const { id, contentHash, version, sendAt } = parse(approveDraftInput, input);
  const view = await changeApproval(call, {
    id, verb: 'approve-draft', permission: 'draft.decide',
    command: async (state, reads) => {
      const entry = state.status === 'pending' ? await dncAgainst(reads, state) : undefined;
      if (entry) return { type: 'Block', rule: 'dnc', why: whyOnDnc(entry) };
      const refused = state.status === 'pending' && state.contentHash === contentHash ? (refusedBySender(call.world.settings, state) ?? (await refusedByRecipient(reads, state))) : null;
      if (refused) throw new Refused(refused);
      return {
        type: 'ApproveDraft', actor: call.actor, contentHash, now: call.world.clock.now(), undoMs: call.world.settings.undoMs[state.channel], warnings: await approvedOver(reads, state),
        ...(version === undefined ? {} : { seenVersion: version }), ...(sendAt === undefined ? {} : { sendAt: Date.parse(sendAt) }),
      };
    },
  });
  if (view.status !== 'blocked') return view;
  throw new Refused(refusal('on_dnc', view.reason?.text ?? 'This person is on the Do-Not-Contact list.', { lift: liftByManager, details: { rule: 'dnc', current: view } }));
}

/** More than anybody reads would only fill the journal. */
const warningsMax = 20;

async function approvedOver(reads: Reads, state: Approval): Promise<ApprovedOver[]> {
  if (state.status !== 'pending') return [];
  return (await reviewWarnings(reads, state)).slice(0, warningsMax).map(({ kind, words }) => ({ kind, words }));
}

const liftByManager = 'A manager can remove the entry with a reason.';

type Target = Pick<Approval, 'leadId' | 'channel' | 'recipient'>;

/** The entry that forbids this message, when there is one. */
export async function dncAgainst(reads: Reads, target: Target): Promise<DncEntry | undefined> {
  const person = personOf(target, await reads.leads.get(target.leadId));
  return forbidding(await entriesAgainst(reads, person), target.channel);
}

/** Refuses when anybody the message would reach said not to be contacted on its channel. */
export async function refuseWhenOnDnc(reads: Reads, target: Target): Promise<void> {
  const refused = await refusedByDnc(reads, target);
  if (refused) throw new Refused(refused);
}

/** Why nothing may go to this person; null when it may. */
export async function refusedByDnc(reads: Reads, target: Target): Promise<Refusal | null> {
  const entry = await dncAgainst(reads, target);
  if (!entry) return null;
  return refusal('on_dnc', `This person is on the Do-Not-Contact list: ${entry.reason}`, { lift: liftByManager, details: { dncId: entry.id, rule: 'dnc' } });
}
