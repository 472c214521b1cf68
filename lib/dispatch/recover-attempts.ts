import type { Approval, Attempt, Outcome } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { findApproval } from '#lib/approvals/find.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter, Dispatch, Reconciliation } from '#lib/channels/port.ts';
import { isRefusal, never } from '#lib/errors.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import type { Noted } from './begun-notes.ts';
import { dispatchOf } from './dispatch-of.ts';
import type { LeaseWatch } from './lease-watch.ts';
import { notBegun } from './line.ts';
import { recordOutcome } from './record-outcome.ts';
import { whatMayFollow } from './what-follows.ts';

export interface RecoverQuery {
  readonly adapters: ReadonlyMap<Channel, ChannelAdapter>;
  /** Whether the process that began an attempt is known to be gone; otherwise its lease is waited for. */
  readonly isGone: (worker: string) => boolean;
  /** What its worker noted of an attempt; without it, everything may have begun. */
  readonly notedOf?: (channel: Channel, attempt: Attempt) => Noted;
  /** The same for every call of one process. */
  readonly leases: LeaseWatch;
  readonly signal: AbortSignal;
}

/** How long a channel may take to say what became of one attempt (ms). */
const askMsMax = 60_000;

/**
 * Settles attempts whose worker died or lost its lease: what the channel can prove is recorded, everything else becomes `uncertain` for
 * a person. A machine repeats nothing here, except what the channel says it never had, or what its worker had not begun to hand over.
 */
export async function recoverAttempts(call: Call, query: RecoverQuery): Promise<number> {
  const failures: unknown[] = [];
  let settled = 0;
  const underWay = await call.world.store.approvals.underWay();
  const over = query.leases.over(underWay.flatMap(({ attempts }) => attempts.at(-1)?.idempotencyKey ?? []));
  for (const approval of underWay) {
    const attempt = approval.attempts.at(-1);
    if (!attempt || query.signal.aborted) break;
    if (!over.has(attempt.idempotencyKey) && !query.isGone(attempt.worker)) continue;
    try {
      await settle(call, query, approval, attempt);
      settled += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  // One attempt that cannot be settled leaves the others their turn, and is told all the same.
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, `${failures.length} attempts could not be settled`);
  return settled;
}

async function settle(call: Call, { adapters, isGone, notedOf, signal }: RecoverQuery, approval: Approval, attempt: Attempt): Promise<void> {
  const dispatch = await dispatchOf(call.world, call.world.store, approval, { attempt: attempt.number, startedAt: attempt.startedAt });
  const noted = notedOf?.(approval.channel, attempt);
  if (noted?.kind === 'accepted') return record(call, dispatch, { kind: 'accepted', providerId: noted.providerId, evidence: 'Its worker noted that the channel had taken it, and ended before that was recorded.' });
  if (noted?.kind === 'not_begun' && isGone(attempt.worker))
    return record(call, dispatch, notBegun('its worker ended before any of it was handed over.'));
  const found = await ask(adapters.get(approval.channel), dispatch, signal);
  switch (found.kind) {
    case 'sent':
      return record(call, dispatch, { kind: 'accepted', providerId: found.providerId, evidence: found.evidence });
    case 'not_sent':
      // A worker that only sleeps may still wake and send: trusted only when it is known to be gone.
      if (!isGone(attempt.worker)) return loseLease(call, dispatch, `${found.evidence} The worker that began it may still be alive.`);
      return record(call, dispatch, { kind: 'refused', transient: true, code: 'not_sent', evidence: found.evidence });
    case 'cannot_tell':
      return loseLease(call, dispatch, found.evidence);
    default:
      return never(found);
  }
}

async function ask(adapter: ChannelAdapter | undefined, dispatch: Dispatch, signal: AbortSignal): Promise<Reconciliation> {
  if (!adapter?.capabilities.reconcile) return { kind: 'cannot_tell', evidence: 'The worker stopped while sending, and the channel keeps no record that could be asked.' };
  try {
    return await adapter.reconcile(dispatch, { signal: AbortSignal.any([signal, AbortSignal.timeout(askMsMax)]) });
  } catch (error) {
    // Asked to end, this worker leaves the question to whoever asks next.
    signal.throwIfAborted();
    return { kind: 'cannot_tell', evidence: `The worker stopped while sending, and the channel could not be asked: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function record(call: Call, dispatch: Dispatch, outcome: Outcome): Promise<void> {
  await recordOutcome(call, dispatch, outcome);
}

async function loseLease(call: Call, dispatch: Dispatch, evidence: string): Promise<void> {
  await call.world.store.commit(metaOf(call, 'recover-attempts'), async (reads) => {
    const approval = await findApproval(reads, dispatch.approvalId);
    const events = decideApproval(approval, { type: 'LoseLease', attempt: dispatch.attempt, evidence });
    return { events: isRefusal(events) ? [] : [...on('approval', approval.id, events), ...(await whatMayFollow(reads, approval))], result: null };
  });
}
