import type { Approval, Attempt, Status } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { findApproval } from '#lib/approvals/find.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter, Dispatch } from '#lib/channels/port.ts';
import { isRefusal } from '#lib/errors.ts';
import { on } from '#lib/store/event.ts';
import type { ApprovalFilter, Page, Store } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { asBegun } from './as-begun.ts';
import { dispatchOf } from './dispatch-of.ts';
import { whatFollowsAttempt } from './what-follows-attempt.ts';

export interface ProveQuery {
  readonly adapters: ReadonlyMap<Channel, ChannelAdapter>;
  readonly signal: AbortSignal;
}

/** How long after an attempt its channel is still asked (ms): copies and delivery reports come within days. */
const askFor = 5 * 86_400_000;
const pageLimit = 100;
/** Where an approval has moved on from an attempt, and may come to another one. */
const mayGoAgain: readonly Status[] = ['pending', 'approved', 'dead_letter', 'rejected'];
/** How long a channel may take to answer (ms). */
const askMsMax = 60_000;

/**
 * Asks the channels of uncertain sends once more: a copy in the Sent folder, an answer or a delivery report may have come since. What is proven
 * to have gone out is recorded as sent; everything else stays with the person, and nothing is ever sent again from here. Of an earlier attempt it is asked as long as a
 * person may still have another made (it waits, failed or was rejected): once proven, it is read again first. Answers how many were proven.
 * A channel that cannot be asked is left for this time, and told when the others have been asked.
 */
export async function proveUncertain(call: Call, { adapters, signal }: ProveQuery): Promise<number> {
  const { clock, store } = call.world;
  const failures = new Map<Channel, unknown>();
  const fromMs = clock.now() - askFor;
  let proven = 0;
  for await (const { approval, attempt } of unknownAttempts(store, fromMs)) {
    const adapter = adapters.get(attempt.channel);
    if (!adapter?.capabilities.reconcile || failures.has(attempt.channel)) continue;
    if (signal.aborted) return proven;
    try {
      if (await prove(call, adapter, approval, attempt, signal)) proven += 1;
    } catch (error) {
      failures.set(attempt.channel, error);
    }
  }
  if (failures.size > 0 && !signal.aborted) throw failures.size === 1 ? failures.values().next().value : new AggregateError(failures.values(), `${[...failures.keys()].join(' and ')} could not be asked`);
  return proven;
}

interface Unknown {
  readonly approval: Approval;
  readonly attempt: Attempt;
}

/** Attempts since an instant of which nobody knows whether they went out. */
async function* unknownAttempts(store: Store, fromMs: number): AsyncGenerator<Unknown> {
  const filters: readonly ApprovalFilter[] = [{ statuses: ['uncertain'] }, { statuses: mayGoAgain, triedFromMs: fromMs }];
  for (const filter of filters) {
    let cursor: string | null = null;
    do {
      const page: Page<Approval> = await store.approvals.page(filter, { cursor, limit: pageLimit }, 'newest');
      for (const approval of page.items) yield* unknownOf(approval, fromMs);
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
}

function unknownOf(approval: Approval, fromMs: number): Unknown[] {
  const unknown = approval.attempts.filter(({ outcome, startedAt }) => outcome?.kind === 'unknown' && startedAt >= fromMs);
  return unknown.map((attempt) => ({ approval, attempt }));
}

async function prove(call: Call, adapter: ChannelAdapter, approval: Approval, attempt: Attempt, signal: AbortSignal): Promise<boolean> {
  const { store, ids } = call.world;
  const dispatch = await dispatchOfAttempt(call, approval, attempt);
  if (!dispatch) return false;
  const found = await adapter.reconcile(dispatch, { signal: AbortSignal.any([signal, AbortSignal.timeout(askMsMax)]) });
  // That a channel finds nothing proves nothing here: a person decides.
  if (found.kind !== 'sent') return false;
  const drawn = { messageId: ids.next('msg'), conversationId: ids.next('con') };
  const committed = await store.commit(metaOf(call, 'prove-uncertain'), async (reads) => {
    const current = await findApproval(reads, approval.id);
    const events = decideApproval(current, { type: 'ProveSent', attempt: attempt.number, providerId: found.providerId, evidence: found.evidence });
    if (isRefusal(events) || events.length === 0) return { events: [], result: false };
    return { events: [...on('approval', approval.id, events), ...(await whatFollowsAttempt(reads, current, dispatch, found.providerId, drawn))], result: true };
  });
  return committed.kind === 'committed' && committed.result;
}

async function dispatchOfAttempt({ world }: Call, approval: Approval, { number, startedAt }: Attempt): Promise<Dispatch | null> {
  const begun = await asBegun(world.store, approval.id, number);
  return begun && { ...(await dispatchOf(world, world.store, { ...approval, inReplyTo: begun.inReplyTo }, { attempt: number, startedAt })), content: begun.content };
}
