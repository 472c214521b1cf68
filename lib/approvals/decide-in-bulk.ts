import { mayDo } from '#lib/accounts/permissions.ts';
import { never, refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Store } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import type { z } from 'zod';
import { approveDraft } from './approve-draft.ts';
import { cancelApproval } from './cancel-approval.ts';
import { changedSince } from './changed-since.ts';
import { findApproval } from './find.ts';
import { rejectDraft } from './reject-draft.ts';
import { resolveUncertain } from './resolve-uncertain.ts';
import { retryDeadLetter } from './retry-dead-letter.ts';
import { reviveDeadLetter } from './revive-dead-letter.ts';
import { bulkInput, type BulkResult } from './schema.ts';
import { undoDecision } from './undo-decision.ts';

type Bulk = z.infer<typeof bulkInput>;
type Item = Bulk['items'][number];

/** Kept with each: why, or what somebody found out. */
const needReason: ReadonlySet<Bulk['decision']> = new Set(['reject', 'cancel', 'was_sent', 'send_again', 'drop']);

/** One decision on several drafts, dead letters or uncertain sends, each on the text it was shown with; each is done whole or refused with its reason. */
export async function decideInBulk(call: Call, input: unknown): Promise<BulkResult> {
  const forbidden = mayDo(call.actor, 'draft.decide');
  if (forbidden) throw new Refused(forbidden);
  const bulk = parse(bulkInput, input);
  if (needReason.has(bulk.decision) && bulk.reason === undefined)
    throw new Refused(refusal('invalid_input', `To ${bulk.decision.replace('_', ' ')} several needs a reason.`, { details: { field: 'reason' } }));
  // Asked for together they share the syncs of the disk; each is still judged by itself, in its order.
  const ends = await Promise.allSettled(bulk.items.map((item) => one(call, bulk, item)));
  const items = ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
  const done = items.filter((item) => item.ok).length;
  return { done, refused: items.length - done, items };
}

async function one(call: Call, bulk: Bulk, item: Item): Promise<BulkResult['items'][number]> {
  const { idempotencyKey, ...rest } = call;
  const single: Call = idempotencyKey === undefined ? rest : { ...rest, idempotencyKey: `${idempotencyKey}:${item.id}` };
  try {
    await decide(asShown(single, bulk.decision, item), bulk, item);
    return { id: item.id, ok: true, code: null, message: null };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { id: item.id, ok: false, code: error.refusal.code, message: error.refusal.message };
  }
}

/** Approving looks at the version itself; what is taken back may have been held meanwhile, and is no less the same decision. */
const anyVersion: ReadonlySet<Bulk['decision']> = new Set(['approve', 'undo']);

/**
 * The same call, whose commit asks whether the text, and all else when a version was seen, is still as it was shown: inside the commit, so that no change comes between.
 * Not every verb takes what was seen, and some decisions (an undo, a cancelled draft) could otherwise fall on words that nobody here has read.
 */
function asShown(call: Call, decision: Bulk['decision'], { id, contentHash, version }: Item): Call {
  const { store } = call.world;
  const commit: Store['commit'] = (meta, decided) =>
    store.commit(meta, async (reads) => {
      const now = await findApproval(reads, id);
      if (now.contentHash !== contentHash) throw new Refused(changedSince(now));
      // A rule that says no names the better reason.
      const result = await decided(reads);
      if (version !== undefined && version !== now.version && result.events.length > 0 && !anyVersion.has(decision)) throw new Refused(changedSince(now));
      return result;
    });
  return { ...call, world: { ...call.world, store: { ...store, commit } } };
}

function decide(call: Call, bulk: Bulk, item: Item): Promise<unknown> {
  switch (bulk.decision) {
    case 'approve':
      return approveDraft(call, { id: item.id, contentHash: item.contentHash, version: item.version });
    case 'reject':
      return rejectDraft(call, { ...item, reason: bulk.reason });
    case 'undo':
      return undoDecision(call, { id: item.id });
    case 'cancel':
      return cancelApproval(call, { id: item.id, reason: bulk.reason });
    case 'retry':
      return retryDeadLetter(call, item);
    case 'revive':
      return reviveDeadLetter(call, { id: item.id });
    case 'was_sent':
    case 'send_again':
    case 'drop':
      return resolveUncertain(call, { id: item.id, as: bulk.decision, note: bulk.reason });
    default:
      return never(bulk.decision);
  }
}
