import type { Approval, Attempt } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { findApproval } from '#lib/approvals/find.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter } from '#lib/channels/port.ts';
import { isRefusal } from '#lib/errors.ts';
import { on } from '#lib/store/event.ts';
import type { Page } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { dispatchOf } from './dispatch-of.ts';
import { whatFollows } from './what-follows.ts';

export interface ProveQuery {
  readonly adapters: ReadonlyMap<Channel, ChannelAdapter>;
  readonly signal: AbortSignal;
}

/** How long after an attempt its channel is still asked (ms): copies and delivery reports come within days. */
const askFor = 5 * 86_400_000;
const pageLimit = 100;
/** How long a channel may take to answer (ms). */
const askMsMax = 60_000;

/**
 * Asks the channels of uncertain sends once more: a copy in the Sent folder, an answer or a delivery report may have come since. What is proven
 * to have gone out is recorded as sent; everything else stays with the person, and nothing is ever sent again from here. Answers how many were proven.
 * A channel that cannot be asked is left for this time, and told when the others have been asked.
 */
export async function proveUncertain(call: Call, { adapters, signal }: ProveQuery): Promise<number> {
  const { clock, store } = call.world;
  const failures = new Map<Channel, unknown>();
  let proven = 0;
  let cursor: string | null = null;
  do {
    const page: Page<Approval> = await store.approvals.page({ statuses: ['uncertain'] }, { cursor, limit: pageLimit }, 'newest');
    for (const approval of page.items) {
      const attempt = approval.attempts.at(-1);
      const adapter = adapters.get(approval.channel);
      if (!attempt || !adapter?.capabilities.reconcile || failures.has(approval.channel) || clock.now() - attempt.startedAt > askFor) continue;
      if (signal.aborted) return proven;
      try {
        if (await prove(call, adapter, approval, attempt, signal)) proven += 1;
      } catch (error) {
        failures.set(approval.channel, error);
      }
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  if (failures.size > 0 && !signal.aborted) throw failures.size === 1 ? failures.values().next().value : new AggregateError(failures.values(), `${[...failures.keys()].join(' and ')} could not be asked`);
  return proven;
}

async function prove(call: Call, adapter: ChannelAdapter, approval: Approval, attempt: Attempt, signal: AbortSignal): Promise<boolean> {
  const { store, ids } = call.world;
  const dispatch = await dispatchOf(call.world, store, approval, { attempt: attempt.number, startedAt: attempt.startedAt });
  const found = await adapter.reconcile(dispatch, { signal: AbortSignal.any([signal, AbortSignal.timeout(askMsMax)]) });
  // That a channel finds nothing proves nothing here: a person decides.
  if (found.kind !== 'sent') return false;
  const drawn = { messageId: ids.next('msg'), conversationId: ids.next('con') };
  const committed = await store.commit(metaOf(call, 'prove-uncertain'), async (reads) => {
    const current = await findApproval(reads, approval.id);
    const events = decideApproval(current, { type: 'ProveSent', attempt: attempt.number, providerId: found.providerId, evidence: found.evidence });
    if (isRefusal(events) || events.length === 0) return { events: [], result: false };
    return { events: [...on('approval', approval.id, events), ...(await whatFollows(reads, current, dispatch, found.providerId, drawn))], result: true };
  });
  return committed.kind === 'committed' && committed.result;
}
